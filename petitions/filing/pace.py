"""How many petitions one person submits in some hours: the next waits a while, is said when, and is never lost.

The law knows no such limit: it is the administration's choice (`COURTCASE_FILING_LIMIT`, `COURTCASE_FILING_HOURS`), and
holds for the everyday form alone. It never takes anybody's last day: where the law's year would end first, it does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from courtcase.law.time import court_day
from courtcase.people import limits
from petitions.content import open_content
from petitions.models import Channel, Petition
from petitions.versions import being_written
from petitions.workflow import State
from petitions.year import YearTerm, year_term

WHAT = "submitted"
# More are not counted exactly: the page says how many, and a list is no longer read by anybody.
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Wait:
    """Why a petition is not submitted yet: how many were within so many hours, from when the next may be, and its year."""

    submitted: int
    hours: int
    next_at: datetime
    year: YearTerm | None

    def seconds(self, at: datetime) -> int:
        """Return in how many seconds it may be submitted."""
        return max(1, int((self.next_at - at).total_seconds()) + 1)


def wait_of(petition: Petition, *, at: datetime) -> Wait | None:
    """Return why the submission of a draft waits; None where it does not.

    A correction and an institution's petition never do. What was counted beside the database decides whether it is asked
    at all, so that an everyday submission asks it nothing for this.
    """
    limit = settings.FILING_LIMIT
    if limit <= 0 or petition.state != State.DRAFT or petition.institution_id is not None:
        return None
    counts = [limits.counted_lately(one, WHAT, seconds=seconds(), at=at) for one in whom(petition)]
    if max(counts, default=0) < limit:
        return None
    times = [one for one in submitted_lately(petition, at=at)[:MOST_COUNTED] if one is not None]
    if len(times) < limit:
        return None
    next_at = times[limit - 1] + timedelta(seconds=seconds())
    draft = being_written(petition)
    year = year_term(open_content(petition, draft)) if draft is not None else None
    if year is not None and ends_before(year, next_at, today=court_day(at)):
        return None
    return Wait(len(times), settings.FILING_HOURS, next_at, year)


def ends_before(year: YearTerm, next_at: datetime, *, today: date) -> bool:
    """Say whether the law's year still runs, by either reading, and would end before or on the day of `next_at`."""
    return any(today <= day <= court_day(next_at) for day in (year.earliest, year.latest))


def seconds() -> int:
    """Return how long the limit looks back."""
    return int(settings.FILING_HOURS) * 3600


def whom(petition: Petition) -> list[str]:
    """Return by what whoever files a draft is counted: the account, and the IIN; nothing where neither is known."""
    by_account = [f"account:{petition.account_id}"] if petition.account_id is not None else []
    return by_account + ([f"iin:{bytes(petition.iin_index).hex()}"] if petition.iin_index is not None else [])


def submitted_lately(petition: Petition, *, at: datetime) -> QuerySet[Petition, datetime | None]:
    """Return when the other petitions of the account or IIN were submitted, other than on paper, the last first."""
    same = Q(pk__in=[])
    if petition.account_id is not None:
        same |= Q(account=petition.account_id)
    if petition.iin_index is not None:
        same |= Q(iin_index=bytes(petition.iin_index))
    others = Petition.objects.filter(same, institution=None).exclude(pk=petition.pk).exclude(state=State.DRAFT)
    since = at - timedelta(seconds=seconds())
    found = others.exclude(channel=Channel.PAPER).filter(submitted_at__gt=since, submitted_at__lte=at)
    return found.order_by("-submitted_at").values_list("submitted_at", flat=True)


def note_submitted(petition: Petition, *, at: datetime) -> None:
    """Count a petition that was just submitted."""
    if settings.FILING_LIMIT > 0 and petition.institution_id is None:
        for one in whom(petition):
            limits.note(one, WHAT, seconds=seconds(), at=at)
