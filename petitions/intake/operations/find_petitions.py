from __future__ import annotations

from datetime import datetime

from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.operations.recording import record_account
from courtcase.people.permissions import may
from petitions.intake.finding import Found, found_by

ACTION = "petition.confirm_signature"


@operation
def find_petitions(*, typed: str, after: int | None = None, actor: Actor, at: datetime) -> Found:
    """Return a page of the petitions that have what somebody typed, and record who searched: the kinds of word, never the words.

    Raises NotAllowed.
    """
    if not may(actor, ACTION, at):
        raise NotAllowed()
    found = found_by(typed, actor=actor, at=at, after=after)
    told = {"by": ",".join(found.kinds), "found": len(found.petitions), "more": found.following is not None}
    record_account(account=actor.signed_in, event="petition.searched", actor=actor, at=at, body=told)
    return found
