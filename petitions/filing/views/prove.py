"""The second proof, asked of whoever has the code of a petition alone: one page, and one address for each road."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from courtcase.frame.forms import AccessibleForm
from courtcase.operations import OperationError
from courtcase.people.limits import too_many
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.signatures.configuration import is_set_up
from petitions.access import petitioner_acting
from petitions.addresses import masked
from petitions.filing.answers import kept_by_nobody
from petitions.filing.forms.proof import ProofCodeForm, ProofRoadForm, ProofSignatureForm
from petitions.filing.operations.prove import (
    MINUTES,
    prove_by_signature,
    roads_to,
    send_proof_code,
    use_proof_code,
)
from petitions.filing.second_proof import challenge_of, is_proven, mark_proven, note_sent, safe_next, sent_to
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_only
from petitions.models import Petition
from petitions.writers import REPRESENTING

Forms = dict[str, AccessibleForm]


@get_only
@requires("petition.prove")
def prove(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say what the second proof is and offer the roads to it that are open to this petition."""
    petition = petition_or_404(request, public_id, "petition.prove")
    if is_proven(request, petition, at=timezone.now()):
        return redirect(safe_next(request, petition))
    return shown(request, petition, {})


@require_POST
@requires("petition.prove")
def send(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Send a code to the address on file, and ask for it."""
    petition = petition_or_404(request, public_id, "petition.prove")
    form = ProofRoadForm(request.POST, roads=shown_roads(request, petition))
    if form.is_valid():
        channel = form.cleaned_data["channel"]
        try:
            made = send_proof_code(petition=petition, channel=channel, actor=request.actor, at=timezone.now())
        except OperationError as error:
            form.add_operation_error(error)
        else:
            note_sent(request, petition, made, channel)
            return redirect(way_back(request, petition))
    return shown(request, petition, {"road_form": form})


@require_POST
@requires("petition.prove")
def code(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take in the code that was sent, and go on to where the visitor wanted to go."""
    petition = petition_or_404(request, public_id, "petition.prove")
    form, at = ProofCodeForm(request.POST), timezone.now()
    sent = sent_to(request, petition)
    if form.is_valid():
        if too_many(request, "proof", limit=30, seconds=600):
            form.add_error("typed", _("Too many tries. Wait ten minutes, or telephone the Court."))
        elif sent and use_proof_code(
            petition=petition, code_id=sent[0], typed=form.cleaned_data["typed"], actor=request.actor, at=at
        ):
            mark_proven(request, petition, at=at)
            return redirect(safe_next(request, petition))
        else:
            form.add_error("typed", _("This code is not right, or it is used up. Compare it, or ask for a new one."))
    return shown(request, petition, {"code_form": form})


@get_only
@requires("petition.prove")
def challenge(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give out the few words that are signed as a proof."""
    petition = petition_or_404(request, public_id, "petition.prove")
    response = HttpResponse(challenge_of(request, petition), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="proof.txt"'
    return kept_by_nobody(response)


@require_POST
@requires("petition.prove")
def signature(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take in the signature over those words, and go on to where the visitor wanted to go."""
    petition = petition_or_404(request, public_id, "petition.prove")
    form, at = ProofSignatureForm(request.POST, request.FILES), timezone.now()
    if form.is_valid():
        try:
            if too_many(request, f"proof:{public_id}", limit=20, seconds=600):
                raise OperationError(_("Too many tries. Wait ten minutes, or telephone the Court."), field="container")
            prove_by_signature(
                petition=petition,
                challenge=challenge_of(request, petition),
                container=form.cleaned_data["container"],
                actor=request.actor,
                at=at,
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            mark_proven(request, petition, at=at)
            return redirect(safe_next(request, petition))
    return shown(request, petition, {"signature_form": form})


def shown_roads(request: ActorRequest, petition: Petition) -> dict[str, str]:
    """Return the addresses on file by channel, masked: of several petitioners, the visitor's own."""
    myself = petitioner_acting(request.actor, petition, timezone.now())
    return {channel: masked(channel, address) for channel, address in roads_to(petition, myself).items()}


def way_back(request: ActorRequest, petition: Petition) -> str:
    """Return the page of the proof, which still knows where the visitor wanted to go."""
    return reverse("filing:prove", args=[petition.public_id]) + "?" + urlencode({"next": safe_next(request, petition)})


def shown(request: ActorRequest, petition: Petition, sent_forms: Forms) -> HttpResponse:
    """Render the page of the proof; `sent_forms` are those that were sent and are shown again."""
    roads, myself = shown_roads(request, petition), petitioner_acting(request.actor, petition, timezone.now())
    sent = sent_to(request, petition)
    forms: Forms = {
        "road_form": ProofRoadForm(roads=roads, initial={"channel": next(iter(roads), None)}),
        "code_form": ProofCodeForm(),
        "signature_form": ProofSignatureForm(),
        **sent_forms,
    }
    context = {
        "petition": petition,
        "is_represented": myself is None and petition.writer in REPRESENTING,
        "roads": roads,
        "sent_to": roads.get(sent[1], "") if sent else "",
        "minutes": MINUTES,
        "can_sign": is_set_up() and (petition if myself is None else myself).iin_index is not None,
        "has_account": petition.account_id is not None and myself is None,
        "next": safe_next(request, petition),
        "form": next((form for form in sent_forms.values() if form.errors), None),
        **forms,
    }
    return render(request, "filing/prove.html", context, status=422 if context["form"] else 200)
