"""A return is prepared and waits: until it leaves, the petition is being checked, and the return can be undone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Ground
from courtcase.notices.operations import owe_job
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from petitions.content import seal_text
from petitions.intake.bulk import REASONS, UNREAD, opened_by
from petitions.intake.operations.screen_petition import checked_grounds, checked_words, require_no_return
from petitions.letters.queries import reason_digest, was_written_lately
from petitions.letters.rules import DRAW_BYTES, is_drawn, rule_in_use
from petitions.letters.templates import template_in_use
from petitions.letters.values import values_of_return
from petitions.letters.writing import seal_parts
from petitions.models import (
    Letter,
    LetterKind,
    LetterRule,
    LetterStatus,
    Petition,
    PreparedReturn,
    ReturnOutcome,
    StandingReply,
)
from petitions.steps import lock_petition, take_step

LEAVE_JOB = "letters.leave"


@operation
def prepare_return(
    *,
    petition: Petition,
    grounds: Sequence[Ground],
    explanation: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> PreparedReturn:
    """Prepare a return on grounds of art. 47(2) with its letter, and say by hand why this case.

    It leaves, and takes effect, when the time to undo it is over, a drawn second reader agreed and it is signed: the
    petition is being checked until then, and its term runs. Raises OperationError beside `grounds` or `explanation`, or
    where whoever returns it has not opened it as it stands; Unfilled, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    require_no_return(locked)
    if locked.pk not in opened_by(actor.signed_in, [locked]):
        raise OperationError(REASONS[UNREAD], code=UNREAD)
    chosen = checked_grounds(locked, grounds, at=at)
    why = checked_words(explanation)
    if was_written_lately(why, by=actor.signed_in, about=locked):
        raise OperationError(
            _("You wrote the same in one of your last ten returns. Say what is so in this case."), field="explanation"
        )
    draw = drawn_at(at, again=was_objected(locked))
    body = {"grounds": " ".join(one.code for one in chosen), **draw.facts()}
    take_step(petition=locked, step="prepare_return", actor=actor, at=at, body=body, content=why.encode())
    prepared = PreparedReturn(
        petition=locked,
        letter=new_letter(locked, chosen, why, actor=actor, at=at),
        sealed_explanation=seal_text(locked, why),
        reason_digest=reason_digest(why),
        prepared_by=actor.signed_in,
        prepared_at=at,
        not_before=at + timedelta(minutes=draw.rule.undo_minutes),
        draw=draw.token,
        percent=draw.rule.reader_percent,
        is_drawn=draw.is_drawn,
    )
    store(prepared, chosen)
    owe_leaving(prepared, because="time")
    return prepared


@dataclass(frozen=True)
class Draw:
    """Whether a return is read by a second reader: the random token, the rule in use, and what follows."""

    token: str
    rule: LetterRule
    is_drawn: bool

    def facts(self) -> dict[str, object]:
        """Return the draw as the record keeps it, so that anybody can recount it."""
        return {"draw": self.token, "percent": self.rule.reader_percent, "second_reader": self.is_drawn}


def drawn_at(at: datetime, *, again: bool) -> Draw:
    """Draw for a return or a reply to a stack by the rule in use; what was sent back is read `again`, whatever is drawn."""
    rule, token = rule_in_use(at), secrets.token_hex(DRAW_BYTES)
    return Draw(token, rule, is_drawn(token, rule.reader_percent) or again)


def was_objected(petition: Petition) -> bool:
    """Say whether a second reader sent a return of the petition back, or a reply to its stack: the next is read again."""
    objected = StandingReply.objects.filter(outcome=ReturnOutcome.OBJECTED, stack__laid__petition=petition)
    returns = PreparedReturn.objects.filter(petition=petition, outcome=ReturnOutcome.OBJECTED)
    return returns.exists() or objected.exists()


def new_letter(petition: Petition, grounds: Sequence[Ground], why: str, *, actor: Actor, at: datetime) -> Letter:
    """Write the letter of a return, unsigned. Raises Unfilled where the petition lacks what the text needs."""
    template = template_in_use(LetterKind.RETURN, petition.language)
    return Letter.objects.create(
        petition=petition,
        kind=LetterKind.RETURN,
        language=petition.language,
        template_version=template.version,
        sealed_parts=seal_parts(petition, text=template.text, values=values_of_return(petition, grounds, why)),
        prepared_by=actor.account,
        prepared_at=at,
    )


def store(prepared: PreparedReturn, grounds: Sequence[Ground]) -> None:
    """Store a prepared return with its grounds. Raises WrongState where one waits already."""
    try:
        with transaction.atomic():
            prepared.save(force_insert=True)
    except IntegrityError:
        raise WrongState(_("A return of this petition is prepared already: undo it first.")) from None
    prepared.grounds.set(grounds)


def owe_leaving(prepared: PreparedReturn, *, because: str) -> None:
    """Owe a look whether the return can leave: after its time, and whenever what held it was done (`because`)."""
    owe_job(
        kind=LEAVE_JOB,
        subject=prepared.petition.subject,
        key=f"{LEAVE_JOB}:{prepared.pk}:{because}",
        not_before=prepared.not_before,
        body={"prepared": prepared.pk},
    )


def lock_prepared(prepared: PreparedReturn) -> PreparedReturn:
    """Return a prepared return read anew with its letter, all locked after the petition, in the house's order.

    Raises WrongState where it does not wait any more.
    """
    petition = lock_petition(petition=prepared.petition)
    related = PreparedReturn.objects.select_related("letter", "prepared_by").select_for_update(of=("self", "letter"))
    locked = related.get(pk=prepared.pk)
    locked.petition = petition
    if locked.outcome:
        raise WrongState(_("This return does not wait any more: it left, or was taken back."))
    return locked


@operation
def undo_return(*, prepared: PreparedReturn, actor: Actor, at: datetime) -> PreparedReturn:
    """Undo a return that has not left: by whoever prepared it, or by the head. Nothing of it reached the petitioner.

    Raises NotAllowed, WrongState.
    """
    locked = lock_prepared(prepared)
    if actor.account != locked.prepared_by and not may(actor, "letter.sign", at):
        raise NotAllowed()
    take_step(petition=locked.petition, step="undo_return", actor=actor, at=at)
    settle(locked, ReturnOutcome.UNDONE, at=at)
    return locked


def settle(prepared: PreparedReturn, outcome: ReturnOutcome, *, at: datetime) -> None:
    """Note how the wait of a locked return ended; where it did not leave, its letter is taken back with it."""
    prepared.outcome, prepared.settled_at = outcome, at
    prepared.save(update_fields=["outcome", "settled_at", "returned", "read_by", "read_at", "sealed_note"])
    if outcome != ReturnOutcome.LEFT:
        prepared.letter.status = LetterStatus.CANCELLED
        prepared.letter.save(update_fields=["status"])
