from __future__ import annotations

from datetime import datetime

from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from petitions import access
from petitions.cases import lock_open_case, open_words, seal_words
from petitions.models import Case, JudgeNote


def purpose_of(actor: Actor) -> str:
    """Return what a judge's notes are sealed for: nobody else's purpose opens them."""
    if actor.account is None:
        raise NotAllowed()
    return f"case.note:{actor.account.public_id}"


@operation
def write_note(*, case: Case, text: str, actor: Actor, at: datetime) -> None:
    """Keep a judge's private notes on a case; empty words erase them. They are no part of the record: no event is written.

    Raises NotAllowed, WrongState once the case is closed (its notes are erased then).
    """
    locked = lock_open_case(case=case, action="case.note", actor=actor, at=at)
    mine = JudgeNote.objects.filter(case=locked, judge=actor.signed_in)
    if not text.strip():
        mine.delete()
        return
    sealed = seal_words(locked, text, at=at, purpose=purpose_of(actor))
    JudgeNote.objects.update_or_create(
        case=locked, judge=actor.signed_in, defaults={"sealed_text": sealed, "saved_at": at}
    )


def note_of(*, case: Case, actor: Actor, at: datetime) -> str:
    """Return the actor's own notes on a case; the empty string where there are none or they may keep none."""
    if actor.account is None or not access.cases_for(actor, "case.note", at).filter(pk=case.pk).exists():
        return ""
    note = JudgeNote.objects.filter(case=case, judge=actor.account).first()
    return open_words(case, note.sealed_text, purpose=purpose_of(actor)) if note else ""
