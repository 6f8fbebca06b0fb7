"""One letter answers the petitions of a stack: prepared, signed, sent once; each petition is returned by its own step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Ground
from courtcase.law.time import court_day
from courtcase.notices.operations import owe_job
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from courtcase.register.operations import record
from petitions import access
from petitions.content import open_text, seal_text
from petitions.intake.operations.screen_petition import checked_grounds, checked_words, return_petition
from petitions.intake.stacks import MOST, answered_with, leading_of
from petitions.letters.operations.leave import give_number, send
from petitions.letters.operations.prepare_return import drawn_at
from petitions.letters.operations.sign_letter import require_no_danger
from petitions.letters.queries import may_be_signed, named_in_danger, reason_digest, was_written_lately
from petitions.letters.rules import rule_in_use
from petitions.letters.templates import template_in_use
from petitions.letters.values import may_be_cured, values_of_standing
from petitions.letters.writing import seal_parts, text_of
from petitions.models import (
    LaidPetition,
    Letter,
    LetterKind,
    LetterStatus,
    Petition,
    Return,
    ReturnOutcome,
    Stack,
    StandingReply,
)
from petitions.steps import lock_petition, locked_petitions
from petitions.telling import tell_staff
from petitions.workflow import State

LEAVE_JOB, ONE_JOB = "letters.standing_leave", "letters.standing_one"
ONLY_ONE = _("Only one petition on the stack can be answered now: it is returned by a letter of its own.")
RETURNS, SIGNS = "petition.return", "letter.sign"


@operation
def prepare_standing_reply(
    *, stack: Stack, grounds: Sequence[Ground], explanation: str, actor: Actor, at: datetime
) -> StandingReply:
    """Prepare one letter that returns what of a stack can be answered now, and names each number.

    Nothing is returned before it leaves; what nobody opened is not among them. Raises OperationError beside `grounds` or
    `explanation`, Unfilled, NotAllowed, WrongState, also where there is only one.
    """
    newest = leading_of(stack)
    if newest is None:
        raise WrongState(_("No petition on the stack can be answered now: each line says why."))
    locked, leading, rows = lock_answered(stack, newest)
    if not all(access.may(actor, RETURNS, row.petition, at) for row in rows):
        raise NotAllowed()
    require_several(rows)
    chosen, why = checked_for_all(rows, grounds, explanation, actor=actor, leading=leading, at=at)
    draw = drawn_at(at, again=StandingReply.objects.filter(stack=locked, outcome=ReturnOutcome.OBJECTED).exists())
    reply = StandingReply(
        stack=locked,
        letter=new_letter(leading, chosen, why, numbers=numbers_of(rows), actor=actor, at=at),
        sealed_explanation=seal_text(leading, why),
        reason_digest=reason_digest(why),
        prepared_by=actor.signed_in,
        prepared_at=at,
        not_before=at + timedelta(minutes=draw.rule.undo_minutes),
        draw=draw.token,
        percent=draw.rule.reader_percent,
        is_drawn=draw.is_drawn,
    )
    store(reply, chosen)
    LaidPetition.objects.filter(pk__in=[row.pk for row in rows]).update(reply=reply)
    note(reply, leading, "petition.standing_prepared", actor=actor, at=at, facts=draw.facts())
    owe_leaving(reply, leading, because="time")
    return reply


def lock_answered(stack: Stack, newest: Petition) -> tuple[Stack, Petition, list[LaidPetition]]:
    """Return the stack, `newest`, and what one letter answers together with it, the newest first, all locked.

    The petitions are locked before the stack, as where they are laid. Raises WrongState where `newest` cannot be answered
    any more.
    """
    seen = [row.petition_id for row in answered_with(stack, newest)[:MOST]]
    lock_all(seen)
    leading = lock_petition(petition=newest)
    locked = Stack.objects.select_for_update().get(pk=stack.pk)
    rows = answered_with(locked, newest).filter(petition__in=seen).select_for_update(of=("self",))
    found: list[LaidPetition] = list(rows)
    if newest.pk not in {row.petition_id for row in found}:
        raise WrongState(_("The stack changed meanwhile: look at it again."))
    return locked, leading, found


def require_several(rows: Sequence[LaidPetition]) -> None:
    """Raise WrongState for one petition alone: its letter is that of a return, which speaks of one."""
    if len(rows) < 2:
        raise WrongState(ONLY_ONE)


def lock_all(petitions: Sequence[int]) -> list[Petition]:
    """Lock petitions in the order of their ids, as everything that locks several does, and return them."""
    return list(locked_petitions().filter(pk__in=petitions).order_by("pk"))


def checked_for_all(
    rows: Sequence[LaidPetition],
    grounds: Sequence[Ground],
    explanation: str,
    *,
    actor: Actor,
    leading: Petition,
    at: datetime,
) -> tuple[list[Ground], str]:
    """Return grounds and reason, checked for each day of filing among the petitions. Raises OperationError beside either."""
    why = checked_words(explanation)
    for petition in {row.petition.filed_on: row.petition for row in rows}.values():
        chosen = checked_grounds(petition, grounds, at=at)
    if was_written_lately(why, by=actor.signed_in, about=leading):
        raise OperationError(
            _("You wrote the same in one of your last ten returns. Say what is so in this case."), field="explanation"
        )
    return chosen, why


def numbers_of(rows: Sequence[LaidPetition]) -> list[str]:
    """Return the register numbers of the petitions, the oldest first."""
    return [row.petition.register_number or "" for row in reversed(rows)]


def new_letter(
    leading: Petition, grounds: Sequence[Ground], why: str, *, numbers: Sequence[str], actor: Actor, at: datetime
) -> Letter:
    """Write the letter, unsigned. Raises Unfilled where the petition lacks what the text needs."""
    template = template_in_use(LetterKind.STANDING, leading.language)
    values = values_of_standing(leading, grounds, why, numbers=numbers)
    return Letter.objects.create(
        petition=leading,
        kind=LetterKind.STANDING,
        language=leading.language,
        template_version=template.version,
        sealed_parts=seal_parts(leading, text=template.text, values=values),
        prepared_by=actor.account,
        prepared_at=at,
    )


def store(reply: StandingReply, grounds: Sequence[Ground]) -> None:
    """Store a reply with its grounds. Raises WrongState where one waits already."""
    try:
        with transaction.atomic():
            reply.save(force_insert=True)
    except IntegrityError:
        raise WrongState(_("A reply to this stack is prepared already: undo it first.")) from None
    reply.grounds.set(grounds)


def note(
    reply: StandingReply,
    leading: Petition,
    event: str,
    *,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    words: str = "",
) -> None:
    """Record what happened to a reply, of the petition its letter is about, with a digest of what was written (`words`)."""
    body = {"letter": str(reply.letter.public_id), "petitions": reply.answers.count(), **(facts or {})}
    content = words.encode() if words else None
    record(subject=leading.subject, event=event, actor=actor, at=at, body=body, content=content)


def owe_leaving(reply: StandingReply, leading: Petition, *, because: str) -> None:
    """Owe a look whether the reply can leave: after its time, and when it was signed (`because`)."""
    key = f"{LEAVE_JOB}:{reply.pk}:{because}"
    owe_job(kind=LEAVE_JOB, subject=leading.subject, key=key, not_before=reply.not_before, body={"reply": reply.pk})


def lock_reply(reply: StandingReply) -> tuple[StandingReply, Petition]:
    """Return a reply read anew with its letter, and its leading petition, all locked. Raises WrongState where it is over."""
    leading = lock_petition(petition=reply.letter.petition)
    related = StandingReply.objects.select_related("letter", "prepared_by", "stack")
    locked = related.select_for_update(of=("self", "letter")).get(pk=reply.pk)
    if locked.outcome:
        raise WrongState(_("This reply does not wait any more: it left, or was taken back."))
    return locked, leading


@operation
def undo_standing_reply(*, reply: StandingReply, actor: Actor, at: datetime) -> StandingReply:
    """Undo a reply that has not left: by whoever prepared it, or by the head. Raises NotAllowed, WrongState."""
    locked, leading = lock_reply(reply)
    if actor.account != locked.prepared_by and not may(actor, SIGNS, at):
        raise NotAllowed()
    note(locked, leading, "petition.standing_undone", actor=actor, at=at)
    settle(locked, ReturnOutcome.UNDONE, at=at)
    return locked


def settle(reply: StandingReply, outcome: ReturnOutcome, *, at: datetime) -> None:
    """Note how the wait of a locked reply ended; where it did not leave, letter and petitions are free again."""
    reply.outcome, reply.settled_at = outcome, at
    reply.save(update_fields=["outcome", "settled_at", "read_by", "read_at", "sealed_note"])
    if outcome != ReturnOutcome.LEFT:
        reply.answers.update(reply=None)
        reply.letter.status = LetterStatus.CANCELLED
        reply.letter.save(update_fields=["status"])


@operation
def sign_standing_reply(*, letter: Letter, actor: Actor, at: datetime) -> Letter:
    """Sign the letter of a reply, which gets its number of the outgoing register.

    Raises NotAllowed, WrongState, also where one of the petitions went another way (the letter would name it wrongly), or
    an alarm of danger is open about one.
    """
    reply, leading = lock_reply(letter.standing_reply)
    locked = reply.letter
    if not access.may(actor, SIGNS, leading, at):
        raise NotAllowed()
    if locked.status != LetterStatus.PREPARED:
        raise WrongState(_("This letter cannot be signed any more: look at where it stands."))
    if reply.answers.exclude(petition__state=State.SCREENING).exists():
        raise WrongState(_("One of the petitions went another way meanwhile: undo the reply, and prepare it anew."))
    if not may_be_signed(reply):
        raise WrongState(_("The second reader has not agreed to this reply yet."))
    require_no_danger(is_held=named_in_danger(reply).exists())
    locked.signed_by, locked.signed_at, locked.status = actor.signed_in, at, LetterStatus.SIGNED
    give_number(locked, at=at)
    locked.save(update_fields=["signed_by", "signed_at", "status", "number", "numbered_on"])
    owe_leaving(reply, leading, because="signed")
    text = text_of(locked, leading, today=court_day(at), curable=may_be_cured(reply.grounds.all()))
    body = {"letter": str(locked.public_id), "number": locked.number}
    record(
        subject=leading.subject,
        event="petition.letter_signed",
        actor=actor,
        at=at,
        body=body,
        content=str(text).encode(),
    )
    return locked


@operation
def let_standing_leave(*, reply: StandingReply, actor: Actor, at: datetime) -> Return | None:
    """Let a reply leave where nothing holds it: the letter goes with the return of its leading petition, once.

    The others are owed a return each, by its own step. Where one went another way (withdrawn, say), nothing leaves: the
    letter would name it wrongly, and who prepared it is told. The worker may call it any number of times.
    """
    named = lock_all([row.petition_id for row in reply.answers.all()])
    try:
        locked, leading = lock_reply(reply)
    except WrongState:
        return None
    letter = locked.letter
    if any(one.state != State.SCREENING for one in named):
        note(locked, leading, "petition.standing_undone", actor=actor, at=at)
        settle(locked, ReturnOutcome.VOID, at=at)
        tell_staff(
            petition=leading,
            account=locked.prepared_by,
            event="petition.standing_undone",
            at=at,
            key=f"reply:{locked.pk}",
        )
        return None
    # What holds it owes the next look itself when it ends: the second reader, the signature, the end of an alarm of danger.
    if any(one.in_danger for one in named) or not may_be_signed(locked):
        return None
    if locked.not_before > at or (letter.status == LetterStatus.PREPARED and rule_in_use(at).signed_by_head):
        return None
    rows = list(locked.answers.select_related("petition__subject"))
    first = next(row for row in rows if row.petition_id == leading.pk)
    returned = returned_by_reply(first, locked, leading=leading, petition=leading, actor=actor, at=at)
    settle(locked, ReturnOutcome.LEFT, at=at)
    send(letter, petition=leading, returned=returned, actor=actor, at=at)
    for row in rows:
        if row is not first:
            owe_one(row)
    return returned


def owe_one(row: LaidPetition, *, because: str = "") -> None:
    """Owe the return of one more petition that a reply which left names; anew where something held it (`because`)."""
    key = f"{ONE_JOB}:{row.pk}{because and f':{because}'}"
    owe_job(kind=ONE_JOB, subject=row.petition.subject, key=key, body={"laid": row.pk})


def owe_held_replies(petition: Petition, *, because: str) -> None:
    """Owe a look at the replies that name a petition and wait, and its return where one left without it, after an alarm."""
    rows = LaidPetition.objects.filter(petition=petition, reply__isnull=False, returned=None)
    for row in rows.select_related("reply__letter__petition__subject", "petition__subject"):
        if row.reply is not None and row.reply.outcome == "":
            owe_leaving(row.reply, row.reply.letter.petition, because=because)
        elif row.reply is not None and row.reply.outcome == ReturnOutcome.LEFT:
            owe_one(row, because=because)


@operation
def return_with_standing_reply(*, laid: LaidPetition, actor: Actor, at: datetime) -> Return | None:
    """Return one more petition that a reply which left names. One that went another way stays on the stack, unanswered.

    While an alarm of danger is open about it, it waits: the end of the alarm owes it anew.
    """
    petition = lock_petition(petition=laid.petition)
    row = LaidPetition.objects.select_for_update(of=("self",)).select_related("reply__letter__petition").get(pk=laid.pk)
    if row.reply is None or row.returned_id is not None:
        return None
    if petition.state != State.SCREENING or petition.prepared_returns.filter(outcome="").exists():
        row.reply = None
        row.save(update_fields=["reply"])
        return None
    if petition.in_danger:
        return None
    leading = Petition.objects.select_related("data_key").get(pk=row.reply.letter.petition_id)
    return returned_by_reply(row, row.reply, leading=leading, petition=petition, actor=actor, at=at)


def returned_by_reply(
    row: LaidPetition, reply: StandingReply, *, leading: Petition, petition: Petition, actor: Actor, at: datetime
) -> Return:
    """Return a locked petition as the reply says; only of the leading one a notice is owed, which carries the letter."""
    row.returned = return_petition(
        petition=petition,
        grounds=list(reply.grounds.all()),
        explanation=open_text(leading, reply.sealed_explanation),
        returned_by=reply.prepared_by,
        is_told=petition.pk == leading.pk,
        actor=actor,
        at=at,
    )
    row.save(update_fields=["returned"])
    return row.returned
