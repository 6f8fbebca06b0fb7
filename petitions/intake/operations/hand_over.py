"""A petition handed over to a colleague, given back, and taken back by the head: each with a word why."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.frame.dates import court_date
from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.leave import leaves_at
from courtcase.people.models import Account
from courtcase.people.queries import accounts_with_role
from courtcase.people.roles import Role
from petitions.content import seal_text
from petitions.intake.operations.assign import give, require_reader_of_dispute
from petitions.intake.routing import Choice
from petitions.models import Assignment, AssignmentHow, Petition
from petitions.steps import lock_petition
from petitions.telling import tell_staff


@operation
def hand_over(
    *, petition: Petition, taker: Account, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Assignment:
    """Hand a petition one has over to a colleague, who sees why and may give it back.

    Raises OperationError beside `taker` (oneself, no clerk, away) or `reason`, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    require_holder(locked, actor)
    if taker == actor.account:
        raise OperationError(_("You have this petition already. Choose a colleague."), field="taker")
    require_present(taker, at=at, field="taker")
    require_reader_of_dispute(locked, taker, field="taker")
    return moved(locked, to=taker, how=AssignmentHow.HANDED_OVER, reason=reason, actor=actor, at=at)


@operation
def give_back(*, petition: Petition, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Assignment:
    """Give a petition that was handed over back to whoever handed it over.

    Raises OperationError (they are away, no clerk any more, or returned what is disputed; no reason), NotAllowed, WrongState,
    StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    require_holder(locked, actor)
    giver = giver_of(locked)
    require_present(giver, at=at, field=None)
    require_reader_of_dispute(locked, giver, field=None)
    return moved(locked, to=giver, how=AssignmentHow.GIVEN_BACK, reason=reason, actor=actor, at=at)


@operation
def take_back(*, petition: Petition, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Assignment:
    """Undo a handing over, as the head: the petition goes back to whoever handed it over, and both are told.

    Raises as `give_back` does.
    """
    locked = lock_petition(petition=petition, version=version)
    giver, taker = giver_of(locked), locked.assignee
    require_present(giver, at=at, field=None)
    require_reader_of_dispute(locked, giver, field=None)
    made = moved(locked, to=giver, how=AssignmentHow.TAKEN_BACK, reason=reason, actor=actor, at=at)
    if taker is not None:
        tell_staff(petition=locked, account=taker, event=AssignmentHow.TAKEN_BACK.event, at=at)
    return made


def current_of(petition: Petition) -> Assignment | None:
    """Return who has the petition now, and how it came to them; None where it was given to nobody yet."""
    related = petition.assignments.select_related("assignee", "assigned_by")
    return related.filter(ended_at=None).first()


def is_handed_over(assignment: Assignment | None) -> bool:
    """Say whether this is a handing over that can be undone."""
    return assignment is not None and assignment.how == AssignmentHow.HANDED_OVER


def giver_of(petition: Petition) -> Account:
    """Return who handed the petition over to whoever has it. Raises WrongState where nobody did."""
    current = current_of(petition)
    if current is None or not is_handed_over(current) or current.assigned_by is None:
        raise WrongState(_("Nobody handed this petition over: there is nothing to give back."))
    return current.assigned_by


def require_holder(petition: Petition, actor: Actor) -> None:
    """Raise WrongState unless the actor has the petition."""
    if petition.assignee_id is None or petition.assignee_id != actor.signed_in.pk:
        raise WrongState(_("You do not have this petition: only whoever has it hands it over or gives it back."))


def require_present(account: Account, *, at: datetime, field: str | None) -> None:
    """Raise OperationError unless the account is a clerk's and its holder is not away."""
    name = {"name": account.full_name}
    if not accounts_with_role(Role.CLERK, at).filter(pk=account.pk).exists():
        raise OperationError(_("%(name)s does not work on petitions as a clerk.") % name, field=field)
    away = leaves_at(at).filter(account=account).order_by("-last_day").first()
    if away is not None:
        until = {**name, "day": court_date(away.last_day, "short")}
        raise OperationError(_("%(name)s is away until %(day)s. Choose somebody else.") % until, field=field)


def moved(
    petition: Petition, *, to: Account, how: AssignmentHow, reason: str, actor: Actor, at: datetime
) -> Assignment:
    """Give a locked petition to `to` in the way `how`, with the reason sealed beside it. Raises OperationError."""
    if not reason.strip():
        raise OperationError(_("Say in a word why."), field="reason")
    choice = Choice(team=petition.team, assignee=to, rule=None, facts={"by": how.value})
    sealed = seal_text(petition, reason.strip())
    return give(petition=petition, choice=choice, actor=actor, at=at, how=how, sealed_reason=sealed)
