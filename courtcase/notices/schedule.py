"""Everything the system does on its own, as a table whose names are sentences.

`add` is for short work done every few seconds or minutes and simply done again when missed. `add_daily` is for work
owed once each day of the Court: it becomes a job in the outbox under the day's date, so it is neither lost nor doubled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

PERIODIC_TASK = "courtcase.notices.do_periodic"
# Celery's own default; wakes have another.
PERIODIC_QUEUE = "celery"


@dataclass(frozen=True)
class Periodic:
    """One line of the schedule: a sentence, the dotted path of a function without arguments, and seconds between."""

    name: str
    function: str
    every: float


SCHEDULE: dict[str, Periodic] = {}
DAILY: dict[str, str] = {}


def add(name: str, function: str, every: float) -> None:
    """Have `function` (dotted path; called without arguments) done every `every` seconds under the sentence `name`.

    Raises ValueError when the sentence already stands for something else.
    """
    line = Periodic(name, function, every)
    if SCHEDULE.setdefault(name, line) != line:
        raise ValueError(f"two lines of the schedule are called {name!r}")


def add_daily(name: str, kind: str) -> None:
    """Have a job of `kind` owed once each court day (Asia/Almaty) under the sentence `name`.

    Raises ValueError when the sentence already stands for something else.
    """
    if DAILY.setdefault(name, kind) != kind:
        raise ValueError(f"two lines of the daily schedule are called {name!r}")


def owe_daily_jobs(*, at: datetime) -> int:
    """Owe each daily job of the court day in which `at` lies; those already owed stay as they are. Return how many."""
    from courtcase.law.time import court_day
    from courtcase.notices.models import Job
    from courtcase.notices.operations import owe_job

    day = court_day(at).isoformat()
    keys = {f"daily:{kind}:{day}": kind for kind in DAILY.values()}
    known = set(Job.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in sorted(keys.keys() - known):
        owe_job(kind=keys[key], subject=None, key=key, body={"day": day})
    return len(keys.keys() - known)


add("Sweep owed work", "courtcase.notices.periodic.sweep_owed_work", 5)
add("Seal the register", "courtcase.notices.periodic.seal_the_register", 10)
add("Publish the day's root of the register", "courtcase.notices.periodic.publish_the_days_root", 300)
add("Owe the day's work", "courtcase.notices.periodic.owe_the_days_work", 300)
add_daily("Forget work done ninety days ago", "notices.forget_done")
add_daily("Forget sessions that have run out", "notices.forget_sessions")
