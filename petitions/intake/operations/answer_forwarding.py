"""A body answers what was forwarded to it: taken, or not ours, by which the petition comes back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.leave import leaves_at
from courtcase.people.models import Account
from courtcase.people.queries import accounts_with_role
from courtcase.people.roles import Role
from courtcase.register.operations import record
from petitions import access
from petitions.content import seal_text
from petitions.forwarding import ANSWER, last_forwarding
from petitions.intake.operations.assign import give
from petitions.intake.routing import Choice
from petitions.models import Forwarding, ForwardingAnswer, Petition
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_petitioner, tell_staff
from petitions.workflow import State

EVENTS = {
    ForwardingAnswer.TAKEN: "petition.forwarding_taken",
    ForwardingAnswer.NOT_OURS: "petition.forwarding_not_ours",
}
SHORTEST = 20


@operation
def answer_forwarding(*, petition: Petition, answer: str, words: str, actor: Actor, at: datetime) -> Forwarding:
    """Answer for the body; the petitioner is told, and who forwarded it.

    “Not ours” closes the petition to the body, and brings it back: the check goes on, its term begins anew, and whoever
    forwarded it has it again. Raises OperationError beside `answer`, or beside `words` where a refusal says no reason;
    NotAllowed, WrongState.
    """
    locked = lock_petition(petition=petition)
    if not access.may(actor, ANSWER, locked, at):
        raise NotAllowed()
    forwarding, said = checked_answer(locked, answer, words)
    return note_answer(locked, forwarding, answer, said, step="come_back", actor=actor, at=at)


def checked_answer(petition: Petition, answer: str, words: str) -> tuple[Forwarding, str]:
    """Return the forwarding that waits for an answer, and the words. Raises OperationError beside either, WrongState."""
    forwarding = waiting_forwarding(petition)
    if answer not in ForwardingAnswer.values:
        raise OperationError(_("Say whether it is yours."), field="answer")
    said = words.strip()
    if answer == ForwardingAnswer.NOT_OURS and len(said) < SHORTEST:
        raise OperationError(_("Write why, and who can help: at least one sentence."), field="words")
    return forwarding, said


def waiting_forwarding(petition: Petition) -> Forwarding:
    """Return the forwarding that waits for an answer. Raises WrongState where none does, or the petition went another way."""
    forwarding = last_forwarding(petition)
    if forwarding is not None and forwarding.answer:
        raise WrongState(_("It was answered already."))
    if forwarding is None or petition.state != State.FORWARDED:
        raise WrongState(
            _("This cannot be done now: the petition stands at “%(state)s”.") % {"state": State(petition.state).label}
        )
    return forwarding


def note_answer(
    locked: Petition, forwarding: Forwarding, answer: str, said: str, *, step: str, actor: Actor, at: datetime
) -> Forwarding:
    """Write a checked answer, which leads a petition that is not theirs back by `step`, and tell whom it concerns.

    The petitioner is told, and who forwarded it or has it now.
    """
    event, is_back = EVENTS[ForwardingAnswer(answer)], answer == ForwardingAnswer.NOT_OURS
    facts = {"forwarding": forwarding.pk}
    if is_back:
        # Before the answer is written: with it the petition closes to whoever answers.
        kept, changes = said.encode(), {"came_back": True}
        take_step(petition=locked, step=step, actor=actor, at=at, changes=changes, body=facts, content=kept)
    else:
        record(subject=locked.subject, event=event, actor=actor, at=at, body=facts)
    forwarding.answer, forwarding.answered_by, forwarding.answered_at = answer, actor.signed_in, at
    forwarding.sealed_answer = seal_text(locked, said) if said else None
    forwarding.save(update_fields=["answer", "answered_by", "answered_at", "sealed_answer"])
    key = f"forwarding:{forwarding.pk}"
    tell_petitioner(petition=locked, event=event, at=at, key=key)
    for account in given_to(locked, forwarding.forwarded_by, at=at) if is_back else [forwarding.forwarded_by]:
        tell_staff(petition=locked, account=account, event=event, at=at, key=key)
    return forwarding


def given_to(petition: Petition, forwarder: Account, *, at: datetime) -> list[Account]:
    """Give a locked petition that came back to whoever forwarded it, and return whom to tell.

    Where they work at the desk no more, or are away, it goes to nobody, and the heads of intake are told.
    """
    taker = forwarder if is_at_desk(forwarder, at) else None
    if petition.assignee != taker:
        by_answer = Choice(team=petition.team, assignee=taker, rule=None, facts={"by": "came_back"})
        give(petition=petition, choice=by_answer, actor=Actor.system("forwarding_came_back"), at=at)
    return [taker] if taker is not None else list(accounts_with_role(Role.HEAD_OF_INTAKE, at))


def is_at_desk(account: Account, at: datetime) -> bool:
    """Say whether the account is a clerk's or a head's of intake, and its holder not away."""
    working = any(
        accounts_with_role(role, at).filter(pk=account.pk).exists() for role in (Role.CLERK, Role.HEAD_OF_INTAKE)
    )
    return working and not leaves_at(at).filter(account=account).exists()
