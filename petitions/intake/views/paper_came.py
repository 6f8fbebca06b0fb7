"""A signed paper came whose QR code names its petition: what the code opens for a clerk, and for nobody else."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.frame.errors import visible_texts
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing.visitor import petition_or_404
from petitions.intake.forms import DraftPaperForm
from petitions.intake.operations.take_in_draft import CHANGED, take_in_draft
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.workflow import SIGNABLE, State


@get_or_post
@requires("paper.enter")
def paper_came(request: ActorRequest, public_id: UUID, version: int) -> HttpResponse:
    """Lead to the petition of a paper and its confirmation; take in the draft of one that was never submitted.

    Of a draft nothing is shown: its words are its writer's, and the paper that was signed lies before the clerk.
    """
    petition = Petition.objects.select_related("subject", "data_key").filter(public_id=public_id).first()
    if petition is None or (petition.state == State.DRAFT and petition.institution_id is not None):
        raise Http404
    if petition.state != State.DRAFT:
        known = petition_or_404(request, public_id, "petition.read")
        return redirect("intake:confirm" if known.state in SIGNABLE else "intake:petition", public_id)
    is_sent = request.method == "POST"
    if petition.version != version:
        context = {"changed": CHANGED, "written": visible_texts(request) if is_sent else []}
        return render(request, "intake/paper_came.html", context, status=409 if is_sent else 200)
    form = DraftPaperForm(*(request.POST, request.FILES) if is_sent else ())
    if is_sent and form.is_valid() and taken_in(request, petition, version, form):
        return redirect("intake:petition", public_id)
    return render(request, "intake/paper_came.html", {"form": form}, status=422 if form.errors else 200)


def taken_in(request: ActorRequest, petition: Petition, version: int, form: DraftPaperForm) -> bool:
    """File the draft with what a valid form says; where that cannot be done, say why on the form."""
    try:
        _filed, code = take_in_draft(
            petition=petition,
            version=version,
            scan=form.cleaned_data["scan"],
            received_on=form.cleaned_data["received_on"],
            typed=form.typed(),
            actor=request.actor,
            at=timezone.now(),
        )
    except OperationError as error:
        form.add_operation_error(error)
        return False
    messages.success(request, _("Filed. The petitioner's code is %(code)s: it goes with the letter.") % {"code": code})
    return True
