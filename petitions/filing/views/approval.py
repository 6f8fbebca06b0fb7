"""An officer asks the head to approve a petition for filing; the head approves it or sends it back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing.approvals import standing_of
from petitions.filing.forms.approval import RemarkForm
from petitions.filing.forms.codes import VersionForm
from petitions.filing.operations.approve_filing import approve_filing, ask_approval, send_back
from petitions.filing.views.check import check_context
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_only, post_only
from petitions.models import Petition
from petitions.workflow import EDITABLE

RELATED = ("subject", "data_key")


@get_only
@requires("petition.ask_approval")
def approval(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show an institution's petition as it will be filed, and where its approval stands."""
    petition = institutional_or_404(request, public_id, "petition.ask_approval")
    if petition.state not in EDITABLE:
        return redirect("filing:follow", public_id)
    return page(request, petition, VersionForm(initial={"version": petition.version}))


@post_only
@requires("petition.ask_approval")
def ask(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask the head to approve."""
    petition = institutional_or_404(request, public_id, "petition.ask_approval")
    return decided(
        request,
        petition,
        VersionForm(request.POST),
        done=_("The head of your institution is asked to approve the petition."),
        carry_out=lambda form: ask_approval(
            petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data
        ),
    )


@post_only
@requires("petition.approve_filing")
def approve(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Approve the petition for filing."""
    petition = institutional_or_404(request, public_id, "petition.approve_filing")
    return decided(
        request,
        petition,
        VersionForm(request.POST),
        done=_("The petition is approved: it can be submitted now."),
        carry_out=lambda form: approve_filing(
            petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data
        ),
    )


@post_only
@requires("petition.send_back")
def back(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Send the petition back with a remark."""
    petition = institutional_or_404(request, public_id, "petition.send_back")
    return decided(
        request,
        petition,
        RemarkForm(request.POST),
        done=_("The petition went back with your remark."),
        carry_out=lambda form: send_back(
            petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data
        ),
    )


def institutional_or_404(request: ActorRequest, public_id: UUID, action: str) -> Petition:
    """Return the petition of an institution to which the visitor may do `action`; raises Http404 for every other."""
    petition = petition_or_404(request, public_id, action, related=RELATED)
    if petition.institution_id is None:
        raise Http404
    return petition


def decided(
    request: ActorRequest,
    petition: Petition,
    form: VersionForm,
    *,
    done: Promise | str,
    carry_out: Callable[[VersionForm], object],
) -> HttpResponse:
    """Carry out what a valid form asks and say so; where that cannot be done, say why on the page."""
    if form.is_valid():
        try:
            carry_out(form)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, str(done))
            return redirect("filing:approval", petition.public_id)
    if petition.state not in EDITABLE:
        return redirect("filing:follow", petition.public_id)
    return page(request, petition, form)


def page(request: ActorRequest, petition: Petition, form: VersionForm) -> HttpResponse:
    """Render the petition with where its approval stands; `form` is what was sent, or the version alone."""
    version = form["version"].value()
    standing = standing_of(petition, request.actor, timezone.now())
    context = {
        **check_context(request, petition, form),
        "approval": standing,
        "remark_form": form if isinstance(form, RemarkForm) else RemarkForm(initial={"version": version}),
        "version_form": VersionForm(initial={"version": version}, prefix=None, auto_id="approve_%s"),
    }
    return render(request, "filing/approval.html", context, status=422 if form.errors else 200)
