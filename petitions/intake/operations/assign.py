from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account, Team
from petitions.intake.default_queue import alarm_heads
from petitions.intake.routing import Choice, choose, locked_with_facts
from petitions.letters.queries import returned_by_any
from petitions.models import Assignment, AssignmentHow, Petition, RoutingRule
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_staff
from petitions.workflow import ROUTABLE, State


@operation
def route_petition(*, petition: Petition, actor: Actor, at: datetime) -> Assignment | None:
    """Send a filed petition to the clerk the rules choose, with the reason. Does nothing once somebody has it.

    Returns the assignment, or None where nothing was to be done: the worker may call it any number of times.
    """
    return route_locked(petition=locked_with_facts("id", petition.pk, at=at), actor=actor, at=at)


def route_owed(*, subject_id: int | None, actor: Actor, at: datetime) -> Assignment | None:
    """Do what `route_petition` does with the petition of a subject, in the transaction of the job that owes it.

    Raises Petition.DoesNotExist.
    """
    return route_locked(petition=locked_with_facts("subject_id", subject_id, at=at), actor=actor, at=at)


def route_locked(*, petition: Petition | None, actor: Actor, at: datetime) -> Assignment | None:
    """Route a petition that was read `with_facts` and locked; return its assignment, or None where it has a clerk.

    Raises Petition.DoesNotExist where there was none.
    """
    if petition is None:
        raise Petition.DoesNotExist
    if petition.state not in ROUTABLE or petition.assignee_id is not None:
        return None
    return give(petition=petition, choice=choose(petition, at=at), actor=actor, at=at)


@operation
def assign_petition(
    *, petition: Petition, assignee: Account, actor: Actor, at: datetime, version: int | None = None
) -> Assignment | None:
    """Give a petition to a member of the Apparatus by hand, or take it oneself.

    Whoever returned it gets no demand for the Court's own decision on the return.
    Raises OperationError beside `assignee`, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    require_reader_of_dispute(locked, assignee, field="assignee")
    by_hand = Choice(team=locked.team, assignee=assignee, rule=None, facts={"by": "hand"})
    return give(petition=locked, choice=by_hand, actor=actor, at=at)


@operation
def assign_to_team(
    *, petition: Petition, team: Team, actor: Actor, at: datetime, version: int | None = None
) -> Assignment:
    """Give a petition to a team's queue by hand, to nobody in it yet. Raises NotAllowed, WrongState, StaleVersion."""
    locked = lock_petition(petition=petition, version=version)
    by_hand = Choice(team=team, assignee=None, rule=None, facts={"by": "hand"})
    return give(petition=locked, choice=by_hand, actor=actor, at=at)


def require_reader_of_dispute(petition: Petition, account: Account, *, field: str | None) -> None:
    """Raise OperationError where a demand for the Court's own decision would go to whoever returned the petition."""
    if petition.state == State.RETURN_DISPUTED and returned_by_any(petition, [account.pk]):
        raise OperationError(
            _("They returned this petition: a demand for the Court's own decision goes to somebody else."), field=field
        )


def give(
    *,
    petition: Petition,
    choice: Choice,
    actor: Actor,
    at: datetime,
    how: AssignmentHow = AssignmentHow.ASSIGNED,
    sealed_reason: bytes | None = None,
) -> Assignment:
    """End the current assignment of a locked petition and write the next one: how it came about, and its reason."""
    take_step(
        petition=petition,
        step=how.value,
        actor=actor,
        at=at,
        changes={"team": choice.team, "assignee": choice.assignee},
        body=reason_of(choice.rule, choice.team, choice.facts),
    )
    if getattr(petition, "is_assigned", True):
        Assignment.objects.filter(petition=petition, ended_at=None).update(ended_at=at)
    assignment = Assignment(
        petition=petition,
        team=choice.team,
        assignee=choice.assignee,
        rule=choice.rule,
        facts=choice.facts,
        assigned_by=actor.account,
        assigned_at=at,
        how=how,
        sealed_reason=sealed_reason,
    )
    rows.insert(assignment)
    if choice.assignee is not None and choice.assignee != actor.account:
        tell_staff(petition=petition, account=choice.assignee, event=how.event, at=at)
    if choice.rule is None and choice.assignee is None and choice.team is None:
        # The default queue is an alarm: it must never become where petitions rest unseen.
        alarm_heads(at=at)
    return assignment


def reason_of(rule: RoutingRule | None, team: Team | None, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the reason of an assignment as the record keeps it."""
    return {
        "rule": rule.code if rule else None,
        **({"version": rule.ladder.number} if rule and rule.ladder else {}),
        "team": team.code if team else None,
        **{name: " ".join(fact) if isinstance(fact, list) else fact for name, fact in facts.items()},
    }
