from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.letters.operations.leave import give_number
from petitions.letters.operations.prepare_return import lock_prepared, owe_leaving
from petitions.letters.queries import may_be_signed
from petitions.letters.values import may_be_cured
from petitions.letters.writing import text_of
from petitions.models import Letter, LetterStatus
from petitions.workflow import State


def require_no_danger(*, is_held: bool) -> None:
    """Raise WrongState where an alarm of danger holds a letter: neither its number nor the letter leaves before it is ended."""
    if is_held:
        raise WrongState(
            _("An alarm of danger to life or torture is open: no letter about this petition leaves until it is ended.")
        )


@operation
def sign_letter(*, letter: Letter, actor: Actor, at: datetime) -> Letter:
    """Sign a letter, which gets its number of the outgoing register; it leaves when nothing else holds it.

    Of the text that is signed a digest goes into the record. Raises NotAllowed, WrongState.
    """
    prepared = lock_prepared(letter.prepared_return)
    petition, locked = prepared.petition, prepared.letter
    if not access.may(actor, "letter.sign", petition, at):
        raise NotAllowed()
    if locked.status != LetterStatus.PREPARED or petition.state != State.SCREENING:
        raise WrongState(_("This letter cannot be signed any more: look at where it stands."))
    if not may_be_signed(prepared):
        raise WrongState(_("The second reader has not agreed to this return yet."))
    require_no_danger(is_held=petition.in_danger)
    locked.signed_by, locked.signed_at = actor.signed_in, at
    locked.status = LetterStatus.SIGNED
    owe_leaving(prepared, because="signed")
    give_number(locked, at=at)
    locked.save(update_fields=["signed_by", "signed_at", "status", "number", "numbered_on"])
    text = text_of(locked, petition, today=court_day(at), curable=may_be_cured(prepared.grounds.all()))
    record(
        subject=petition.subject,
        event="petition.letter_signed",
        actor=actor,
        at=at,
        body={"letter": str(locked.public_id), "number": locked.number},
        content=str(text).encode(),
    )
    return locked
