"""Help by phone, the writer's side: make a code, see who reads, take or leave what is proposed, end it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing import proposals, queries
from petitions.filing.answers import kept_by_nobody
from petitions.filing.forms.codes import VersionForm
from petitions.filing.operations.help import FIELDS, MINUTES, decide_proposal, end_help, make_help_code
from petitions.filing.second_proof import second_proof
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_only
from petitions.models import HelpProposal, Petition
from petitions.workflow import EDITABLE


@get_only
@requires("petition.ask_help")
@second_proof
def asked(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what help by phone is, who reads the draft, and what is proposed."""
    petition = petition_or_404(request, public_id, "petition.ask_help")
    if petition.state not in EDITABLE:
        return redirect("filing:follow", public_id)
    return shown(request, petition)


@require_POST
@requires("petition.ask_help")
@second_proof
def code(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Make a code to read out; it stands in this answer alone."""
    petition = petition_or_404(request, public_id, "petition.ask_help")
    digits = make_help_code(petition=petition, actor=request.actor, at=timezone.now())
    return shown(request, petition, help_code=f"{digits[:4]} {digits[4:]}")


@require_POST
@requires("petition.ask_help")
@second_proof
def end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """End all help with the draft."""
    petition = petition_or_404(request, public_id, "petition.ask_help")
    end_help(petition=petition, actor=request.actor, at=timezone.now())
    return redirect("filing:help", public_id)


@require_POST
@requires("petition.ask_help")
@second_proof
def accept(request: ActorRequest, public_id: UUID, proposal_id: int) -> HttpResponse:
    """Take a proposed text into the draft."""
    return decided(request, public_id, proposal_id, accept=True)


@require_POST
@requires("petition.ask_help")
@second_proof
def refuse(request: ActorRequest, public_id: UUID, proposal_id: int) -> HttpResponse:
    """Leave a proposed text out."""
    return decided(request, public_id, proposal_id, accept=False)


def decided(request: ActorRequest, public_id: UUID, proposal_id: int, *, accept: bool) -> HttpResponse:
    """Decide about one proposal of this petition as its form says; raises Http404 for another's."""
    petition = petition_or_404(request, public_id, "petition.ask_help")
    proposal = HelpProposal.objects.filter(pk=proposal_id, help__petition=petition).select_related("help__petition")
    form = VersionForm(request.POST)
    if not (found := proposal.first()) or not form.is_valid():
        raise Http404
    version = form.cleaned_data["version"]
    decide_proposal(proposal=found, accept=accept, actor=request.actor, at=timezone.now(), version=version)
    return redirect("filing:help", public_id)


def shown(request: ActorRequest, petition: Petition, *, help_code: str = "") -> HttpResponse:
    """Render the writer's page; `help_code` is one that was just made."""
    content = queries.words_of(petition)
    context = {
        "petition": petition,
        "help_code": help_code,
        "minutes": MINUTES,
        "going_on": proposals.going_on(petition, timezone.now()),
        "waiting": [(FIELDS[one.row.field], one) for one in proposals.waiting_for(petition, content)],
        "decided": [(FIELDS[one.field], one) for one in proposals.decided_of(petition)],
        "reads": proposals.reads_of(petition),
    }
    return kept_by_nobody(render(request, "filing/help.html", context))
