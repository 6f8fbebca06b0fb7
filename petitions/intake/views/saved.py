"""The saved views of the queue: kept, renamed, shared and deleted, each by an address of its own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.operations import OperationError, StaleVersion
from courtcase.people.permissions import may, requires
from courtcase.people.requests import ActorRequest
from petitions.intake.forms_saved import RenameViewForm, SaveViewForm
from petitions.intake.history import Entry
from petitions.intake.operations.save_view import delete_view, rename_view, save_view, share_view
from petitions.intake.saved import changeable_by, kept_of
from petitions.methods import get_only, get_or_post, post_only
from petitions.models import SavedView
from petitions.stale import Stale, stale_form

SHARES = "queue.share_view"


@get_only
@requires("queue.save_view")
def saved_views(request: ActorRequest) -> HttpResponse:
    """List the saved views that the actor may change."""
    found = list(changeable_by(request.actor, timezone.now()).select_related("owner"))
    return render(request, "intake/saved_views.html", {"saved": found, "me": request.actor.signed_in.pk})


@get_or_post
@requires("queue.save_view")
def save(request: ActorRequest) -> HttpResponse:
    """Save the filters of the address one comes from under a name."""
    at = timezone.now()
    given = {"query": kept_of(request.GET.urlencode())}
    form = SaveViewForm(request.POST or None, may_share=may(request.actor, SHARES, at), initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            made = save_view(**{"is_shared": False, **form.cleaned_data}, actor=request.actor, at=at)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("The view is saved."))
            return redirect(queue_of(made))
    return render(request, "intake/saved_view.html", {"form": form}, status=422 if form.errors else 200)


@get_or_post
@requires("queue.save_view")
def saved_view(request: ActorRequest, view_id: UUID) -> HttpResponse:
    """Show a saved view, and give it another name."""
    at = timezone.now()
    saved = view_or_404(request, view_id)
    form = RenameViewForm(request.POST or None, initial={"name": saved.name, "version": saved.version})
    stale: Stale | None = None
    if request.method == "POST" and form.is_valid():
        try:
            rename_view(saved=saved, actor=request.actor, at=at, **form.cleaned_data)
        except OperationError as error:
            if isinstance(error, StaleVersion):
                stale = stale_form(form, entries=[last_change(saved)])
            form.add_operation_error(error)
        else:
            messages.success(request, _("The view has its new name."))
            return redirect("intake:saved_views")
    context = {"form": form, "saved": saved, "may_share": may(request.actor, SHARES, at), "url": queue_of(saved)}
    context["stale"] = stale
    return render(request, "intake/saved_view.html", context, status=422 if form.errors else 200)


@post_only
@requires("queue.share_view")
def share(request: ActorRequest, view_id: UUID) -> HttpResponse:
    """Share a saved view with everybody who sees the queue, or no longer."""
    saved = view_or_404(request, view_id)
    is_shared = request.POST.get("is_shared") == "yes"
    share_view(saved=saved, is_shared=is_shared, actor=request.actor, at=timezone.now())
    messages.success(request, _("The view is shared.") if is_shared else _("The view is your own again."))
    return redirect("intake:saved_views")


@post_only
@requires("queue.save_view")
def delete(request: ActorRequest, view_id: UUID) -> HttpResponse:
    """Delete a saved view."""
    delete_view(saved=view_or_404(request, view_id), actor=request.actor, at=timezone.now())
    messages.success(request, _("The view is deleted."))
    return redirect("intake:saved_views")


def last_change(saved: SavedView) -> Entry | None:
    """Return a line that says who changed the view last, and when; None where nobody did."""
    if saved.changed_at is None:
        return None
    name = saved.changed_by.full_name if saved.changed_by else ""
    return Entry(at=saved.changed_at, words=_("The view was changed"), who=name)


def view_or_404(request: ActorRequest, view_id: UUID) -> SavedView:
    """Return a saved view the actor may change. Raises Http404."""
    return get_object_or_404(
        changeable_by(request.actor, timezone.now()).select_related("changed_by"), public_id=view_id
    )


def queue_of(saved: SavedView) -> str:
    """Return the address of the queue as it was saved."""
    return f"{reverse('intake:queue')}?{saved.query}"
