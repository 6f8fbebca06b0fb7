from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions import access
from petitions.letters.grammar import Text
from petitions.letters.queries import is_letter_held
from petitions.letters.received import deliveries_of
from petitions.letters.values import may_be_cured
from petitions.letters.writing import text_of
from petitions.methods import get_only
from petitions.models import Letter, LetterStatus


@get_only
@requires("letter.view")
def letter(request: ActorRequest, letter_id: UUID) -> HttpResponse:
    """Show a letter with what became of it, and record that it was opened."""
    at = timezone.now()
    shown = letter_or_404(request, letter_id, at=at)
    record_read(subject=shown.petition.subject, actor=request.actor, at=at, place="letter.view")
    context = {
        "letter": shown,
        "petition": shown.petition,
        "text": words_of(shown, at=at),
        "status": LetterStatus(shown.status).label,
        "deliveries": deliveries_of(shown),
        "is_held": is_letter_held(shown),
    }
    return render(request, "letters/letter.html", context)


def letter_or_404(request: ActorRequest, letter_id: UUID, *, at: datetime) -> Letter:
    """Return a letter of a petition whose letters the actor may see; raises Http404 else."""
    related = (
        "petition__subject",
        "petition__data_key",
        "prepared_by",
        "signed_by",
        "prepared_return",
        "standing_reply",
    )
    found = Letter.objects.select_related(*related).filter(public_id=letter_id).first()
    if found is None or not access.may(request.actor, "letter.view", found.petition, at):
        raise Http404
    return found


def words_of(letter: Letter, *, at: datetime) -> Text:
    """Return the text of a letter: as it left, or as it would read if it left now."""
    prepared = getattr(letter, "prepared_return", None) or getattr(letter, "standing_reply", None)
    curable = prepared is not None and may_be_cured(prepared.grounds.all())
    return text_of(letter, letter.petition, today=court_day(at), curable=curable)
