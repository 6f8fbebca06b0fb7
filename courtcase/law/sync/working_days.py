"""The working calendar, seeded from the `holidays` library. Days that are there are never changed here."""

from __future__ import annotations

from datetime import date, timedelta

import holidays

from courtcase.law.models import CalendarDay
from courtcase.law.models.calendar import DayCertainty
from courtcase.law.sync.report import Report

FIRST_YEAR, LAST_YEAR = 2022, 2028
# The library holds the Government's moved days up to this year; later ones are not published yet or not known to it.
LAST_YEAR_WITH_MOVED_DAYS = 2025
SOURCE = f"holidays {holidays.__version__} (KZ)"


def seeded_days() -> list[CalendarDay]:
    """Return every day of the covered years, unsaved: working or not, how sure that is, and why."""
    library = holidays.country_holidays("KZ", years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_US")
    moved_to_work: set[date] = getattr(library, "weekend_workdays", set())
    days, day = [], date(FIRST_YEAR, 1, 1)
    while day.year <= LAST_YEAR:
        name = str(library.get(day, ""))
        is_working = day in moved_to_work or (day.weekday() < 5 and not name)
        days.append(
            CalendarDay(
                day=day,
                is_working=is_working,
                certainty=certainty_of(day=day, name=name),
                name=name or ("Working day moved here" if day in moved_to_work else ""),
                source=SOURCE,
            )
        )
        day += timedelta(days=1)
    return days


def certainty_of(*, day: date, name: str) -> str:
    """Return how sure a day is: feasts by the moon, and years whose moved days are not known, are estimates."""
    if "estimated" in name or (day.year > LAST_YEAR_WITH_MOVED_DAYS and not name):
        return DayCertainty.ESTIMATED
    return DayCertainty.KNOWN


def sync_calendar(*, report: Report) -> None:
    """Add the days the table lacks and remark on those where a newer library differs: an operation changes them."""
    present = {row.day: row for row in CalendarDay.objects.all()}
    seeded = seeded_days()
    CalendarDay.objects.bulk_create([row for row in seeded if row.day not in present], batch_size=1_000)
    for row in seeded:
        held = present.get(row.day)
        report.add("calendar day", "unchanged" if held else "created")
        if held is not None and held.changed_at is None and held.is_working != row.is_working:
            report.remarks.append(f"{row.day}: {SOURCE} says otherwise; use change_calendar_day")
