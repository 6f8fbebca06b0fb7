from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from petitions.content import seal_text
from petitions.letters.operations.prepare_return import lock_prepared, owe_leaving, settle
from petitions.models import PreparedReturn, ReturnOutcome
from petitions.steps import take_step
from petitions.telling import tell_staff


@operation
def agree_to_return(*, prepared: PreparedReturn, actor: Actor, at: datetime) -> PreparedReturn:
    """Agree, as second reader, to a return that was drawn. Raises NotAllowed, WrongState."""
    locked = lock_drawn(prepared, actor=actor)
    take_step(petition=locked.petition, step="agree_to_return", actor=actor, at=at)
    locked.read_by, locked.read_at = actor.signed_in, at
    locked.save(update_fields=["read_by", "read_at"])
    owe_leaving(locked, because="read")
    return locked


@operation
def object_to_return(*, prepared: PreparedReturn, note: str, actor: Actor, at: datetime) -> PreparedReturn:
    """Send a drawn return back to who prepared it, with a note; the check goes on, and the next return is read again.

    Raises OperationError beside `note`, NotAllowed, WrongState.
    """
    locked = lock_drawn(prepared, actor=actor)
    said = checked_note(note)
    take_step(petition=locked.petition, step="object_to_return", actor=actor, at=at, content=said.encode())
    locked.read_by, locked.read_at = actor.signed_in, at
    locked.sealed_note = seal_text(locked.petition, said)
    settle(locked, ReturnOutcome.OBJECTED, at=at)
    tell_staff(petition=locked.petition, account=locked.prepared_by, event="petition.return_objected", at=at)
    return locked


def checked_note(note: str) -> str:
    """Return what should be looked at again. Raises OperationError beside `note` for less than a sentence."""
    said = note.strip()
    if len(said) < 20:
        raise OperationError(_("Write what should be looked at again: at least one sentence."), field="note")
    return said


def lock_drawn(prepared: PreparedReturn, *, actor: Actor) -> PreparedReturn:
    """Return a drawn return, locked, that waits for a second reader, who is not its author. Raises WrongState."""
    locked = lock_prepared(prepared)
    if not locked.is_drawn or locked.read_at is not None:
        raise WrongState(_("This return does not wait for a second reader."))
    if actor.account == locked.prepared_by:
        raise WrongState(_("You prepared this return: somebody else reads it."))
    return locked
