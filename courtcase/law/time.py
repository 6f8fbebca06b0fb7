"""Legal days. The only place where an instant becomes a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

# +06:00 until 29.02.2024, +05:00 since 01.03.2024; the zone's history is the pinned `tzdata` package's.
COURT_ZONE = ZoneInfo("Asia/Almaty")


def court_day(instant: datetime) -> date:
    """Return the legal day on which `instant` (aware, any zone) falls at the Court.

    Raises ValueError for a naive datetime, because its day would depend on the machine.
    """
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError("a legal day needs an instant with its zone")
    return instant.astimezone(COURT_ZONE).date()


def beginning_of(day: date) -> datetime:
    """Return the instant at which the legal day `day` begins at the Court."""
    return datetime.combine(day, time.min, tzinfo=COURT_ZONE)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later (earlier if negative), else that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_of_year_term(in_force_on: date) -> date:
    """Return the last legal day of the year within which a citizen may petition (Constitutional Law, art. 45).

    `in_force_on` is the legal day the judicial act entered into force. Counted before any roll to a working day,
    which is a rule of its own: see `courtcase.law.terms.due_on`.
    """
    return add_months(in_force_on, 12)
