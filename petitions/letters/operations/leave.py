"""A prepared return leaves: it takes effect, and its letter goes by the roads the petitioner left."""

from __future__ import annotations

from datetime import datetime

from courtcase.law.series import next_number
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.operations import WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.content import open_text, seal_text
from petitions.intake.operations.screen_petition import return_petition
from petitions.letters.operations.prepare_return import lock_prepared, settle
from petitions.letters.queries import is_held
from petitions.letters.writing import completed
from petitions.models import Letter, LetterDelivery, LetterStatus, Petition, PreparedReturn, Return, ReturnOutcome
from petitions.workflow import State

OUTGOING = "outgoing_letters"
RETURNED = "petition.returned"


@operation
def let_leave(*, prepared: PreparedReturn, actor: Actor, at: datetime) -> Return | None:
    """Let a prepared return take effect where nothing holds it any more; None where something does, or it is over.

    The worker may call it any number of times. A petition that went another way meanwhile (withdrawn, say) is not
    returned, and its letter is taken back.
    """
    try:
        locked = lock_prepared(prepared)
    except WrongState:
        return None
    if locked.petition.state != State.SCREENING:
        settle(locked, ReturnOutcome.VOID, at=at)
        return None
    if is_held(locked, at=at):
        return None
    petition = locked.petition
    locked.returned = return_petition(
        petition=petition,
        grounds=list(locked.grounds.all()),
        explanation=open_text(petition, locked.sealed_explanation),
        returned_by=locked.prepared_by,
        actor=actor,
        at=at,
    )
    settle(locked, ReturnOutcome.LEFT, at=at)
    send(locked.letter, petition=petition, returned=locked.returned, actor=actor, at=at)
    return locked.returned


def send(letter: Letter, *, petition: Petition, returned: Return, actor: Actor, at: datetime) -> None:
    """Complete a locked letter as it leaves, tie it to the notices that carry it, and record both."""
    if not letter.number:
        give_number(letter, at=at)
    text = completed(
        letter,
        petition,
        number=letter.number,
        day=letter.numbered_on or court_day(at),
        cure_until=returned.cure_until,
    )
    letter.sealed_text = seal_text(petition, str(text))
    notices = list(Notice.objects.filter(subject=petition.subject, event=RETURNED, not_before=at).order_by("pk"))
    LetterDelivery.objects.bulk_create([LetterDelivery(letter=letter, notice=one) for one in notices])
    letter.channel = notices[0].channel if notices else ""
    letter.status, letter.sent_at = LetterStatus.SENT, at
    letter.save(update_fields=["number", "numbered_on", "sealed_text", "channel", "status", "sent_at"])
    body = {"letter": str(letter.public_id), "number": letter.number, "channels": channels_of(notices)}
    record(
        subject=petition.subject,
        event="petition.letter_sent",
        actor=actor,
        at=at,
        body=body,
        content=str(text).encode(),
    )


def give_number(letter: Letter, *, at: datetime) -> None:
    """Give a letter the next number of the outgoing register, unsaved."""
    letter.numbered_on = court_day(at)
    letter.number = next_number(series_code=OUTGOING, day=letter.numbered_on).printed


def channels_of(notices: list[Notice]) -> str:
    """Return the roads a letter takes, each once."""
    return " ".join(dict.fromkeys(one.channel for one in notices))
