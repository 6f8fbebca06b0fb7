from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.acting import act_on
from petitions.content import open_content
from petitions.filing.visitor import petition_or_404
from petitions.intake.forms import AttachPaperForm
from petitions.intake.operations.attach_paper import attach_paper
from petitions.intake.paper_days import PaperDays
from petitions.methods import get_or_post
from petitions.models import IncomingKind, IncomingPaper, Petition
from petitions.signatories import names_of
from petitions.versions import as_told


@get_or_post
@requires("paper.attach")
def attach(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Enter for the petitioner a signed paper that belongs to a petition before the Court; who read the names is recorded."""
    petition = petition_or_404(request, public_id, "paper.attach")
    record_read(subject=petition.subject, actor=request.actor, at=timezone.now(), place="paper.attach")
    names = names_of(petition, open_content(petition, as_told(petition)))
    form = AttachPaperForm(
        request.POST or None, request.FILES or None, names=names, initial={"version": petition.version}
    )
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("A paper came for this petition"),
        button=_("Enter the paper"),
        done=_("The paper is entered and has its number of the incoming register."),
        carry_out=lambda: enter(request, petition, form.cleaned_data),
    )


def enter(request: ActorRequest, petition: Petition, values: dict[str, Any]) -> IncomingPaper:
    """Enter the paper a valid form describes."""
    at = timezone.now()
    days = PaperDays(
        received_on=values["received_on"] or court_day(at), sent_on=values["sent_on"], handed_on=values["handed_on"]
    )
    return attach_paper(
        petition=petition,
        kind=IncomingKind(values["kind"]),
        days=days,
        signer=values["signer"],
        scan=values["scan"],
        words=values["words"],
        signed=values.get("signed", ()),
        petitioner=values.get("petitioner"),
        version=values["version"],
        actor=request.actor,
        at=at,
    )
