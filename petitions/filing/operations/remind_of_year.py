from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from courtcase.law.time import court_day
from courtcase.operations import operation
from courtcase.people.actors import Actor
from petitions.filing.writers_address import tell_writer
from petitions.models import Petition
from petitions.workflow import UNFILED

# So many days before the last day of the year (art. 45) the petitioner is reminded of it.
DAYS_BEFORE = (30, 7, 1)
EVENT = "petition.year_ends"


@operation
def remind_of_year(*, actor: Actor, at: datetime) -> int:
    """Owe a reminder for every petition not filed yet whose year ends in 30, 7 or 1 days; once for each of these and day.

    A day on which nobody worked is made up for on the next. Where the dates were changed, the new last day has reminders
    of its own. What was filed, withdrawn or is late is left alone. Returns how many petitions were found.
    """
    found = 0
    for days in DAYS_BEFORE:
        for petition in nearing(at=at, days=days):
            remind(petition=petition, days=days, at=at)
            found += 1
    return found


def nearing(*, at: datetime, days: int) -> QuerySet[Petition]:
    """Return the petitions not filed yet whose last day is `days` days away, or was yesterday."""
    last = court_day(at) + timedelta(days=days)
    return Petition.objects.filter(
        year_ends_on__in=[last, last - timedelta(days=1)], state__in=[str(state) for state in UNFILED]
    ).select_related("subject", "account", "data_key")


def remind(*, petition: Petition, days: int, at: datetime) -> None:
    """Owe one reminder to whoever writes: the account, else the address from which the way back was opened."""
    tell_writer(petition=petition, event=EVENT, at=at, key=f"year:{petition.year_ends_on}:{days}")
