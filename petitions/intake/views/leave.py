from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.operations import NotAllowed, OperationError
from courtcase.people.leave import leaves_to_come
from courtcase.people.models import Account, Leave
from courtcase.people.operations.leave import enter_leave, take_back_leave
from courtcase.people.permissions import may, requires
from courtcase.people.queries import judges_at
from courtcase.people.requests import ActorRequest
from petitions.intake.forms_routing import LeaveForm
from petitions.intake.views.routing import clerks_at
from petitions.methods import get_or_post, post_only


@get_or_post
@requires("leave.mine")
def mine(request: ActorRequest) -> HttpResponse:
    """Show one's own leave, and enter it."""
    return leave_page(request, of=request.actor.signed_in)


@get_or_post
@requires("leave.manage")
def everybody(request: ActorRequest) -> HttpResponse:
    """Show the leave of the Apparatus, and enter anybody's."""
    return leave_page(request, of=None)


def leave_page(request: ActorRequest, *, of: Account | None) -> HttpResponse:
    """Show leave to come, of one account or of all (None), with the form that enters more."""
    at = timezone.now()
    form = LeaveForm(request.POST or None, clerks=clerks_at(at), of=of)
    here = "intake:my_leave" if of else "intake:leave"
    if request.method == "POST" and form.is_valid():
        first, last = form.days()
        try:
            enter_leave(
                account=of or form.cleaned_data["account"],
                first_day=first,
                last_day=last,
                deputy=form.cleaned_data["deputy"],
                actor=request.actor,
                at=at,
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("The leave is entered. New petitions go to who stands in."))
            return redirect(here)
    ahead = leaves_to_come(at)
    # The bench has a page of its own, beside the sessions.
    leaves = ahead.filter(account=of) if of else ahead.exclude(account__in=judges_at(at))
    context = {"form": form, "leaves": leaves, "is_own": of is not None}
    return render(request, "intake/leave.html", context, status=422 if form.errors else 200)


def leave_or_404(leave_id: int, *, of: QuerySet[Account]) -> Leave:
    """Return the leave of one of these accounts; raises Http404, also for a number that no row can have."""
    if leave_id > 2**63 - 1:
        raise Http404
    return get_object_or_404(Leave.objects.select_related("account"), pk=leave_id, account__in=of)


@post_only
@requires("leave.mine")
def take_back(request: ActorRequest, leave_id: int) -> HttpResponse:
    """Take leave back: one's own, or anybody's for the head."""
    leave = leave_or_404(leave_id, of=Account.objects.all())
    at = timezone.now()
    try:
        take_back_leave(leave=leave, actor=request.actor, at=at)
    except NotAllowed:
        raise Http404 from None
    except OperationError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The leave is taken back."))
    return redirect("intake:leave" if may(request.actor, "leave.manage", at) else "intake:my_leave")
