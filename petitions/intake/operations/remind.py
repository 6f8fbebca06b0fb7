from __future__ import annotations

from datetime import datetime, timedelta

from courtcase.law.models import Clock
from courtcase.law.models.clocks import ClockState
from courtcase.law.time import court_day
from courtcase.operations import operation
from courtcase.people.actors import Actor
from petitions.models import Petition, StudyAssignment
from petitions.telling import tell_petitioner, tell_staff

# How many days before a term's end whoever has to act is reminded of it.
DAYS_BEFORE: dict[str, tuple[int, ...]] = {"screening": (3, 1), "study": (7, 1), "cure": (7, 1)}


@operation
def remind_of_terms(*, actor: Actor, at: datetime) -> int:
    """Owe a reminder for every term that ends in as many days as its row says; once for each term and day.

    The clerk is reminded of screening, the named judges of the study, the petitioner of the month for corrections.
    Returns how many terms were found.
    """
    today = court_day(at)
    found = 0
    for term, days in DAYS_BEFORE.items():
        ends = {today + timedelta(days=day) for day in days}
        clocks = Clock.objects.filter(
            state=ClockState.OPEN, term__code=term, due_on__in=ends, subject__petition__isnull=False
        ).select_related("subject")
        for clock in clocks:
            petition = Petition.objects.select_related("data_key", "subject", "account", "assignee").get(
                subject=clock.subject_id
            )
            remind(petition=petition, term=term, key=f"{term}:{clock.due_on}:{today}", at=at)
            found += 1
    return found


def remind(*, petition: Petition, term: str, key: str, at: datetime) -> None:
    """Owe the reminder of one term to whoever has to act."""
    event = "petition.term_ends"
    if term == "cure":
        tell_petitioner(petition=petition, event=event, at=at, key=key)
    elif term == "study":
        for study in StudyAssignment.objects.filter(petition=petition, reported_at=None).select_related("judge"):
            tell_staff(petition=petition, account=study.judge, event=event, at=at, key=key)
    elif petition.assignee is not None:
        tell_staff(petition=petition, account=petition.assignee, event=event, at=at, key=key)
