"""Plausible instants: working hours of the Court's working week, counted back from a day. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from courtcase.law.time import COURT_ZONE

OPENS, CLOSES = 9 * 60, 17 * 60 + 40
SESSION_EVERY = timedelta(days=14)
THURSDAY = 3


def working_day(day: date) -> date:
    """Return `day`, or the Friday before where it is a Saturday or a Sunday."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def instant(day: date, minute: int, *, second: int = 0, mark: int = 0) -> datetime:
    """Return an aware instant of the legal `day`, `minute` minutes after midnight at the Court; `mark` is microseconds."""
    return datetime.combine(day, time(minute // 60, minute % 60, second, mark), tzinfo=COURT_ZONE)


def backwards(*, last: date, gaps: list[tuple[int, int]], random: Random, mark: int) -> list[datetime]:
    """Return instants of steps, the earliest first, of which the last falls on the legal day `last`.

    `gaps` are the days between each step and the one before it, from the last pair back, at least and at most. All
    carry `mark` as microseconds: no two petitions share an instant.
    """
    found = [instant(working_day(last), random.randint(OPENS, CLOSES), second=random.randint(0, 59), mark=mark)]
    for least, most in gaps:
        day = working_day(found[-1].date() - timedelta(days=random.randint(least, most)))
        earlier = instant(day, random.randint(OPENS, CLOSES), second=random.randint(0, 59), mark=mark)
        latest = found[-1] - timedelta(minutes=random.randint(7, 40))
        found.append(min(earlier, latest))
    return found[::-1]


def session_days(today: date, count: int) -> list[date]:
    """Return the days of the last `count` sessions, the newest first: every second Thursday, six days ago or earlier."""
    newest = today - timedelta(days=6)
    newest -= timedelta(days=(newest.weekday() - THURSDAY) % 7)
    return [newest - SESSION_EVERY * number for number in range(count)]


def next_session_day(today: date) -> date:
    """Return the day of the session that is called and still ahead."""
    return session_days(today, 1)[0] + SESSION_EVERY
