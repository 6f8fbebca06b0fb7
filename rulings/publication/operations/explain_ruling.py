from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.proceedings.operations.resolve_petition import note_plain_words
from rulings import access
from rulings.blocks import readable
from rulings.models import PlainWords, Ruling, RulingState
from rulings.models.kinds import LANGUAGES
from rulings.publication.indexing import index_ruling
from rulings.publication.personal import tells_iin
from rulings.publication.shown import shown_words
from rulings.steps import lock_ruling, save_next

MOST, LONGEST = 5, 400


@operation
def write_plain_words(*, ruling: Ruling, words: Mapping[str, str], actor: Actor, at: datetime) -> PlainWords:
    """Write what a ruling says in plain words, a sentence a line, one to five in each language (kk, ru, en).

    What nobody agreed to yet is written over; else a new version begins. Nothing is shown before another person agrees.
    Raises OperationError beside `words_kk` and so on, NotAllowed, WrongState for a discarded draft.
    """
    locked = lock_ruling(ruling=ruling)
    require_explainable(locked, actor, at)
    sentences = {language: sentences_of(words.get(language, ""), f"words_{language}") for language in LANGUAGES}
    last = locked.plain_words.last()
    if last is None or last.approved_at is not None:
        last = PlainWords(ruling=locked, version=1 if last is None else last.version + 1)
    last.sentences, last.written_by, last.written_at = sentences, actor.account, at
    last.save()
    record(subject=locked.subject, event="ruling.explained", actor=actor, at=at, body={"version": last.version})
    return last


@operation
def approve_plain_words(*, ruling: Ruling, version: int, actor: Actor, at: datetime) -> PlainWords:
    """Agree, as another person than the writer, to the version of the plain words that was read.

    A published ruling shows them from now on. Raises NotAllowed, WrongState where there is nothing to agree to, another version
    stands, or the writer asks.
    """
    locked = lock_ruling(ruling=ruling)
    require_explainable(locked, actor, at)
    last = locked.plain_words.last()
    if last is None or last.approved_at is not None or last.version != version:
        raise WrongState(_("These words were changed or agreed to meanwhile. Read them again."))
    if last.written_by_id == (actor.account.pk if actor.account else None):
        raise WrongState(_("Another person must agree to the words you wrote."), code="same_person")
    last.approved_by, last.approved_at = actor.account, at
    last.save(update_fields=["approved_by", "approved_at"])
    if locked.is_published:
        show_plain_words(locked, actor=actor, at=at)
        save_next(locked, page_changed_at=at)
    body = {"version": last.version}
    record(subject=locked.subject, event="ruling.explanation_approved", actor=actor, at=at, body=body)
    return last


def require_explainable(ruling: Ruling, actor: Actor, at: datetime) -> None:
    """Raise NotAllowed or WrongState unless `actor` may write plain words for this ruling."""
    if not access.may(actor, "ruling.explain", ruling, at):
        raise NotAllowed()
    if ruling.state == RulingState.DISCARDED:
        raise WrongState(_("A discarded draft cannot be changed."))


def show_plain_words(ruling: Ruling, *, actor: Actor, at: datetime) -> None:
    """Tell the search and the petitions it answers the plain words of a published ruling, where it has any."""
    shown = shown_words(ruling)
    if shown is None:
        return
    index_ruling(ruling=ruling, actor=actor, at=at)
    note_plain_words(ruling_uuid=ruling.subject.uuid, sentences=shown.sentences, actor=actor, at=at)


def sentences_of(typed: str, field: str) -> list[str]:
    """Return the lines of what was typed; raises OperationError beside `field` where they are none, too many or too long."""
    lines = [" ".join(line.split()) for line in readable(typed).split("\n") if line.strip()]
    if not 1 <= len(lines) <= MOST:
        raise OperationError(_("Write one to five sentences, each on a line of its own."), field=field)
    if any(len(line) > LONGEST for line in lines):
        raise OperationError(_("A sentence is at most 400 characters long."), field=field)
    if any(map(tells_iin, lines)):
        raise OperationError(_("An individual identification number is never published."), field=field)
    return lines
