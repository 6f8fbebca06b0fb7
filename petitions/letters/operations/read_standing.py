"""A second reader looks at a reply to a stack that was drawn, before it leaves: agrees, or sends it back with a note."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from petitions import access
from petitions.content import seal_text
from petitions.letters.operations.read_return import checked_note
from petitions.letters.operations.standing import lock_reply, owe_leaving, settle
from petitions.letters.operations.standing import note as note_event
from petitions.models import Petition, ReturnOutcome, StandingReply
from petitions.telling import tell_staff

READS = "return.read"


@operation
def agree_to_reply(*, reply: StandingReply, actor: Actor, at: datetime) -> StandingReply:
    """Agree, as second reader, to a reply that was drawn. Raises NotAllowed, WrongState."""
    locked, leading = lock_drawn_reply(reply, actor=actor, at=at)
    locked.read_by, locked.read_at = actor.signed_in, at
    locked.save(update_fields=["read_by", "read_at"])
    note_event(locked, leading, "petition.return_agreed", actor=actor, at=at)
    owe_leaving(locked, leading, because="read")
    return locked


@operation
def object_to_reply(*, reply: StandingReply, note: str, actor: Actor, at: datetime) -> StandingReply:
    """Send a drawn reply back to who prepared it, with a note; the next reply to the stack is read again.

    Raises OperationError beside `note`, NotAllowed, WrongState.
    """
    locked, leading = lock_drawn_reply(reply, actor=actor, at=at)
    said = checked_note(note)
    locked.read_by, locked.read_at, locked.sealed_note = actor.signed_in, at, seal_text(leading, said)
    note_event(locked, leading, "petition.return_objected", actor=actor, at=at, words=said)
    settle(locked, ReturnOutcome.OBJECTED, at=at)
    key = f"reply:{locked.pk}"
    tell_staff(petition=leading, account=locked.prepared_by, event="petition.return_objected", at=at, key=key)
    return locked


def lock_drawn_reply(reply: StandingReply, *, actor: Actor, at: datetime) -> tuple[StandingReply, Petition]:
    """Return a drawn reply that waits for a second reader, who is not its author, and its leading petition, locked.

    Raises NotAllowed, WrongState.
    """
    locked, leading = lock_reply(reply)
    if not access.may(actor, READS, leading, at):
        raise NotAllowed()
    if not locked.is_drawn or locked.read_at is not None:
        raise WrongState(_("This reply does not wait for a second reader."))
    if actor.account == locked.prepared_by:
        raise WrongState(_("You prepared this reply: somebody else reads it."))
    return locked, leading
