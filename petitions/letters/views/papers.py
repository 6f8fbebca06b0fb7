"""Letters as files: for the Court's members, and for the petitioner behind the second proof."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.filing.second_proof import second_proof
from petitions.filing.views.papers import pdf_response
from petitions.filing.visitor import note_read, petition_or_404
from petitions.letters.papers import certificate_pdf, letter_pdf
from petitions.letters.queries import letters_told
from petitions.letters.views.letter import letter_or_404, words_of
from petitions.methods import get_only


@get_only
@requires("letter.view")
def letter(request: ActorRequest, letter_id: UUID) -> HttpResponse:
    """Give out a letter on the letterhead."""
    at = timezone.now()
    shown = letter_or_404(request, letter_id, at=at)
    record_read(subject=shown.petition.subject, actor=request.actor, at=at, place="letter.view")
    return pdf_response(letter_pdf(shown, words_of(shown, at=at)), "letter.pdf")


@get_only
@requires("letter.view")
def certificate(request: ActorRequest, letter_id: UUID) -> HttpResponse:
    """Give out the certificate of service of a letter that left."""
    at = timezone.now()
    shown = letter_or_404(request, letter_id, at=at)
    if shown.sealed_text is None:
        raise Http404
    return pdf_response(certificate_pdf(shown, words_of(shown, at=at), day=court_day(at)), "service.pdf")


@get_only
@requires("petition.read")
@second_proof
def own(request: ActorRequest, public_id: UUID, letter_id: UUID) -> HttpResponse:
    """Give out to the petitioner a letter that left."""
    petition = petition_or_404(request, public_id, "petition.read")
    shown = get_object_or_404(letters_told(petition), public_id=letter_id)
    note_read(request, petition, place="petition.read")
    return pdf_response(letter_pdf(shown, words_of(shown, at=timezone.now())), "letter.pdf")
