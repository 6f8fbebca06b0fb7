"""Kazakhstan's working calendar, from the table of days; outside it, Monday to Friday."""

from __future__ import annotations

from datetime import date, timedelta

from courtcase.law.models import CalendarDay

DAY = timedelta(days=1)
# Longest row of days off is about ten (New Year with moved days), so one window nearly always answers.
WINDOW = 45


def days_known(first: date, last: date) -> dict[date, bool]:
    """Return working (True) or not for each day of the table from `first` to `last`, both included."""
    return dict(CalendarDay.objects.filter(day__range=(first, last)).values_list("day", "is_working"))


def is_working_by_week(day: date) -> bool:
    """Say whether `day` is one of Monday to Friday: what is assumed of a day the table does not hold."""
    return day.weekday() < 5


def is_working_day(day: date) -> bool:
    """Say whether the legal day `day` is a working day, moved days included."""
    return days_known(day, day).get(day, is_working_by_week(day))


def add_working_days(day: date, count: int) -> date:
    """Return the working day that is `count` after `day` (before it if negative); `day` itself is not counted.

    Raises ValueError for 0, which has no working day to name where `day` is a holiday.
    """
    if count == 0:
        raise ValueError("count at least one working day")
    step = DAY if count > 0 else -DAY
    current, left = day, abs(count)
    while True:
        edge = current + step * (WINDOW + 2 * left)
        known = days_known(min(current, edge), max(current, edge))
        while current != edge:
            current += step
            left -= known.get(current, is_working_by_week(current))
            if not left:
                return current


def days_between(first: date, last: date) -> list[date]:
    """Return every day from `first` to `last`, both included."""
    return [first + DAY * offset for offset in range((last - first).days + 1)]


def roll_forward(day: date) -> date:
    """Return `day` if it is a working day, else the next one that is."""
    return add_working_days(day - DAY, 1)


def roll_back(day: date) -> date:
    """Return `day` if it is a working day, else the last one before it that is."""
    return add_working_days(day + DAY, -1)


def working_days_after(first: date, last: date) -> int:
    """Return how many working days lie after `first` and up to `last`; 0 where `last` is not later."""
    if last <= first:
        return 0
    known = days_known(first, last)
    return sum(known.get(day, is_working_by_week(day)) for day in days_between(first + DAY, last))
