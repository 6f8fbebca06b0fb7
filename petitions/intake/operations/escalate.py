"""Terms that are about to end, or ended undone, are told to whoever heads the work, once each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from courtcase.law.models import Clock
from courtcase.law.models.clocks import ClockState
from courtcase.law.time import court_day
from courtcase.notices.operations import owe_notices
from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.queries import accounts_with_role
from courtcase.people.roles import Role
from petitions.intake.default_queue import alarm_heads, waiting
from petitions.models import Petition
from petitions.telling import to_staff
from petitions.terms import DANGER_TERM

JOB = "petitions.escalate"
# Who heads the work that a term holds, and how many days before its end the head is told of it.
HEADS: dict[str, tuple[Role, int]] = {
    "screening": (Role.HEAD_OF_INTAKE, 1),
    "study": (Role.CHAIR, 3),
    DANGER_TERM: (Role.HEAD_OF_INTAKE, 1),
}
# A daily task that did not run for so many days still tells of every term that ran out meanwhile.
LOOKS_BACK = timedelta(days=14)
# So many notices go into one statement.
AT_ONCE = 500
NEAR, OUT = "petition.term_near", "petition.term_ran_out"


@operation
def escalate_terms(*, actor: Actor, at: datetime) -> int:
    """Owe the heads of the work a notice of each term that is near its end, and one of each that ran out.

    A term is told of once as near and once as run out, however often this is called, and again where its end was moved.
    Returns how many terms were found.
    """
    today = court_day(at)
    if waiting().exists():
        # What stands in the default queue from the days before is told of again, once a day.
        alarm_heads(at=at)
    return sum(
        escalate(term=term, heads=list(accounts_with_role(role, at)), days=days, today=today, at=at)
        for term, (role, days) in HEADS.items()
    )


def escalate(*, term: str, heads: list[Account], days: int, today: date, at: datetime) -> int:
    """Owe `heads` what stands of the terms of one code; returns how many terms were found."""
    clocks = Clock.objects.filter(
        state=ClockState.OPEN,
        term__code=term,
        due_on__gte=today - LOOKS_BACK,
        due_on__lte=today + timedelta(days=days),
        subject__petition__isnull=False,
    )
    ends = dict(clocks.values_list("subject", "due_on"))
    told: list[dict[str, Any]] = []
    for petition in Petition.objects.select_related("subject").filter(subject__in=ends).order_by("pk").iterator():
        due_on = ends[petition.subject_id]
        event, key = OUT if due_on < today else NEAR, f"{term}:{due_on}"
        told += (to_staff(petition=petition, account=head, event=event, at=at, key=key) for head in heads)
    for first in range(0, len(told), AT_ONCE):
        owe_notices(told[first : first + AT_ONCE])
    return len(ends)
