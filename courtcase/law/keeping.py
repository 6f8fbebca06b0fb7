"""How long kinds of personal data are kept: the rows of `KeepingTerm`, asked by whoever ends a keeping."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from courtcase.law.models import KeepingTerm, KeepingUnit
from courtcase.law.time import court_day

# The longest a unit can be: nothing is ever disposed of a day too early.
LONGEST = {
    KeepingUnit.HOUR: timedelta(hours=1),
    KeepingUnit.DAY: timedelta(days=1),
    KeepingUnit.YEAR: timedelta(days=366),
}


def keeping_on(code: str, day: date) -> KeepingTerm | None:
    """Return the row of a kind on the legal day `day`; None of a kind we hold no row of."""
    return KeepingTerm.objects.on(day).filter(code=code).first()


def kept_for(code: str, at: datetime) -> timedelta | None:
    """Return how long a kind is kept by the row in force at `at`; None: nothing of it may be disposed of.

    None stands for ever, for a period nobody set, and for a period of law that no lawyer has confirmed.
    """
    row = keeping_on(code, court_day(at))
    if row is None or not row.is_obeyed or row.amount is None:
        return None
    return row.amount * LONGEST[KeepingUnit(row.unit)]


def over_before(code: str, at: datetime) -> datetime | None:
    """Return the instant before which what the period runs from must lie for its end to be reached at `at`; None: never."""
    kept = kept_for(code, at)
    return None if kept is None else at - kept
