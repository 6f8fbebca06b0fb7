from __future__ import annotations

from datetime import datetime

from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from rulings.models import Ruling, RulingState
from rulings.steps import lock_draft, save_next


@operation
def discard_draft(*, ruling: Ruling, actor: Actor, at: datetime, version: int | None = None) -> Ruling:
    """Put a draft aside for good: it can no longer be written, signed or published, and stays sealed as it was.

    Nothing is deleted: what was written and who looked at it can still be accounted for. Returns the ruling.
    Raises NotAllowed, StaleVersion and, once it is signed or discarded, WrongState.
    """
    locked = lock_draft(ruling=ruling, version=version, action="ruling.draft", actor=actor, at=at)
    save_next(locked, state=RulingState.DISCARDED)
    record(subject=locked.subject, event="ruling.discarded", actor=actor, at=at, body={"version": locked.version})
    return locked
