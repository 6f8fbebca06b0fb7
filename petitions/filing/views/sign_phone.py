"""Signing on a telephone, as the browser sees it: a code to scan or a link to open, and how it stands."""

from __future__ import annotations

import io
from uuid import UUID

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from courtcase.people.limits import too_many
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.signatures.models import PhoneSigning
from petitions.filing import phone
from petitions.filing.answers import kept_by_nobody
from petitions.filing.operations.sign_on_phone import open_phone_signing
from petitions.filing.second_proof import second_proof
from petitions.filing.views.sign import sign_page
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_only, get_or_post
from petitions.models import Petition

TURNS = "phone_signings"


@get_or_post
@requires("petition.sign_electronically")
@second_proof
def sign_on_phone(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Open a turn of signing on a telephone (POST), and show its code and link, and how it stands (GET)."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, "petition.sign_electronically", at=at)
    turn = turn_of(request, petition)
    if request.method == "POST":
        return opened(request, petition, former=turn)
    if turn is None:
        return redirect("filing:sign", public_id)
    word, words = phone.stands(turn, petition, at)
    if word == "signed":
        messages.success(request, str(words))
        return redirect("filing:follow", public_id)
    context = {
        "petition": petition,
        "turn": turn,
        "word": word,
        "words": words,
        "is_over": word == "over",
        "deep_link": phone.deep_link(turn),
    }
    return render(request, "filing/sign_phone.html", context)


@get_only
@requires("petition.sign_electronically")
def code(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give out the QR code of the turn this browser opened, as a picture."""
    turn = turn_of(request, petition_or_404(request, public_id, "petition.sign_electronically"))
    if turn is None:
        raise Http404
    picture = io.BytesIO()
    segno.make(phone.qr_text(turn), error="m", micro=False).save(picture, kind="png", scale=6, border=4)
    response = HttpResponse(picture.getvalue(), content_type="image/png")
    return kept_by_nobody(response)


@get_only
@requires("petition.sign_electronically")
def state(request: ActorRequest, public_id: UUID) -> JsonResponse:
    """Tell the script of the waiting page how the turn stands, and where to go on once it is signed."""
    petition = petition_or_404(request, public_id, "petition.sign_electronically")
    turn = turn_of(request, petition)
    if turn is None:
        raise Http404
    word, words = phone.stands(turn, petition, timezone.now())
    onward = reverse("filing:sign_on_phone", args=[public_id]) if word == "signed" else ""
    response = JsonResponse({"state": word, "words": str(words), "next": onward})
    return kept_by_nobody(response)


def opened(request: ActorRequest, petition: Petition, *, former: PhoneSigning | None) -> HttpResponse:
    """Open a turn for this browser; where that cannot be done, say why on the page of signing."""
    try:
        if too_many(request, f"phone-turn:{petition.public_id}", limit=20, seconds=600):
            raise OperationError(_("Too many tries. Wait ten minutes, or sign on paper."))
        turn = open_phone_signing(petition=petition, actor=request.actor, at=timezone.now(), former=former)
    except OperationError as error:
        return sign_page(request, petition, refused=error.message)
    request.session[TURNS] = {**request.session.get(TURNS, {}), str(petition.public_id): str(turn.public_id)}
    return redirect("filing:sign_on_phone", petition.public_id)


def turn_of(request: ActorRequest, petition: Petition) -> PhoneSigning | None:
    """Return the turn this browser opened last for the petition."""
    known = request.session.get(TURNS, {}).get(str(petition.public_id))
    if known is None:
        return None
    turns = PhoneSigning.objects.select_related("signable", "account")
    return turns.filter(public_id=known, signable__subject=petition.subject_id).first()
