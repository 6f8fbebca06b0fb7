from __future__ import annotations

from datetime import datetime

from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.operations.recording import record_account
from courtcase.people.permissions import may
from petitions.intake.searching import FoundTexts, texts_with

ACTION = "texts.search"


@operation
def search_texts(*, typed: str, after: int | None = None, actor: Actor, at: datetime) -> FoundTexts:
    """Return a page of the petitions whose texts hold what was typed, of those the actor may examine; record who searched.

    The words are recorded nowhere. Raises NotAllowed.
    """
    if not may(actor, ACTION, at):
        raise NotAllowed()
    found = texts_with(typed, actor=actor, at=at, after=after)
    told = {"by": "words", "found": len(found.petitions), "more": found.following is not None}
    record_account(account=actor.signed_in, event="petition.searched", actor=actor, at=at, body=told)
    return found
