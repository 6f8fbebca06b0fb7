"""Years whose figures stood before the register held the digests of their files: recorded later, and called so."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from courtcase.long_work.registry import Done
from courtcase.operations import operation
from courtcase.people.actors import Actor
from rulings.models import CountedYear
from rulings.statistics.operations.keep_year import record_year
from rulings.statistics.queries import RECORDED_LATER

WORK = "rulings.figures"


def never_recorded() -> QuerySet[CountedYear]:
    """Return the years whose figures stand and of which the register holds nothing, in the order of their rows."""
    return CountedYear.objects.filter(is_over=True, subject=None).order_by("pk")


@operation
def record_years(*, after: int, limit: int, actor: Actor, at: datetime) -> Done:
    """Record the files of the next years above the id `after` as they stand now: a piece of a long work."""
    found = list(never_recorded().filter(pk__gt=after).select_for_update(of=("self",))[:limit])
    for kept in found:
        record_year(kept, event=RECORDED_LATER, actor=actor, at=at)
    return Done(found[-1].pk if len(found) == limit else None, len(found))
