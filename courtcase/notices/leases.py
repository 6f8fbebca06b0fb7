"""Taking owed rows, giving them back after a failure, and finding those whose worker died."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from courtcase.notices.models import Job, Notice
from courtcase.notices.registry import context_builders, job_handlers, quick_kinds
from courtcase.operations import OperationError

log = structlog.get_logger(__name__)
Row = TypeVar("Row", Job, Notice)

MAX_ATTEMPTS = 20
FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 3600.0
CLOCK_STEP = timedelta(minutes=1)  # machines' clocks may differ by less
FREE = {"lease_until": None, "lease_token": None}


def lease() -> timedelta:
    """Return how long a worker may hold a row before it counts as dead."""
    return timedelta(seconds=settings.NOTICES_LEASE_SECONDS)


def abandoned(at: datetime) -> Q:
    """Return what makes a lease void at `at`: it is over, so whoever held it is presumed dead.

    Or it ends later than any taken now could: it was taken by a clock that went wrong.
    """
    return Q(lease_until__lt=at) | Q(lease_until__gt=at + 2 * lease())


def unheld(at: datetime) -> Q:
    """Return what makes a row free at `at`: nobody holds it any more."""
    return Q(lease_until=None) | abandoned(at)


def due_jobs(at: datetime) -> QuerySet[Job]:
    """Return jobs a worker may take at `at`; those of a kind nobody handles (yet) stay owed."""
    return Job.objects.filter(
        unheld(at),
        state=Job.State.OWED,
        next_attempt_at__lte=at,
        attempts__lt=MAX_ATTEMPTS,
        kind__in=sorted(job_handlers),
    ).order_by("next_attempt_at", "pk")


def due_together(at: datetime) -> QuerySet[Job]:
    """Return due jobs of which a worker takes several at once: quick ones that nobody took before."""
    return due_jobs(at).filter(kind__in=sorted(quick_kinds), attempts=0)


def due_alone(at: datetime) -> QuerySet[Job]:
    """Return due jobs that a worker takes one at a time: slow ones, and whatever was taken before.

    What killed its worker, or failed, is thereby never again leased beside work that has done nothing wrong.
    """
    return due_jobs(at).exclude(kind__in=sorted(quick_kinds), attempts=0)


def due_notices(at: datetime) -> QuerySet[Notice]:
    """Return notices a worker may send at `at`: not letters, which people print, nor what was perhaps sent.

    Nor notices on the site: they are read there from their time on, whatever a worker does (`note_told_on_site`).
    """
    return Notice.objects.filter(
        unheld(at),
        channel__in=Notice.SENT_BY_WORKERS,
        state=Notice.State.OWED,
        next_attempt_at__lte=at,
        attempts__lt=MAX_ATTEMPTS,
        sending_since=None,
        event__in=sorted(context_builders),
    ).order_by("next_attempt_at", "pk")


def claim(due: QuerySet[Row], *, at: datetime) -> Row | None:
    """Take the first row of `due` that nobody else is taking, for the length of one lease from `at`."""
    rows = claim_several(due, at=at, limit=1)
    return rows[0] if rows else None


def claim_several(due: QuerySet[Row], *, at: datetime, limit: int) -> list[Row]:
    """Take the first rows of `due` that nobody else is taking, at most `limit`, for one lease from `at`. One statement.

    The attempt is counted now, so that work which kills its worker does not come back for ever.
    """
    choosing: Any = due.values("pk")[:limit].query.sql_with_params()
    table = due.model._meta.db_table
    # MATERIALIZED: the rows are chosen and locked once, whatever plan the update gets.
    taking = (
        f"WITH taken AS MATERIALIZED ({choosing[0]} FOR UPDATE SKIP LOCKED) "  # noqa: S608 - Django's own SQL and a table's name
        f"UPDATE {table} SET attempts = attempts + 1, lease_token = %s, lease_until = %s "
        f"FROM taken WHERE {table}.id = taken.pk RETURNING {table}.*"
    )
    taken = due.model._default_manager.raw(taking, [*choosing[1], uuid.uuid4(), at + lease()])
    return sorted(taken, key=lambda row: (row.next_attempt_at, row.pk))


def hand_back(rows: Sequence[Job]) -> int:
    """Let go of claimed jobs that were not begun, their attempt not counted after all; return how many were still held."""
    held = Job.objects.filter(pk__in=[row.pk for row in rows], lease_token__in={row.lease_token for row in rows})
    return held.update(attempts=F("attempts") - 1, **FREE)


def pause_seconds(attempts: int) -> float:
    """Return how long to wait after this many attempts: doubling, capped at an hour, spread by a fifth either way."""
    capped = min(FIRST_PAUSE_SECONDS * 2 ** min(max(attempts - 1, 0), 20), LONGEST_PAUSE_SECONDS)
    return capped * random.uniform(0.8, 1.2)


def safe_error(error: BaseException) -> str:
    """Return the class of `error` and a code, never its text: a message may quote a person's data."""
    cause = error.__cause__
    code = error.code if isinstance(error, OperationError) else getattr(error, "reason", "")
    code = code or getattr(cause, "pgcode", "") or ""
    return f"{type(error).__name__} {code}".strip()[:200]


class NotNow(Exception):
    """A job was not tried at all: whoever does it knows that it would be in vain before `until`."""

    def __init__(self, reason: str, *, until: datetime) -> None:
        super().__init__(reason)
        self.reason = reason
        self.until = until


def put_off(row: Job, pause: NotNow) -> None:
    """Let a claimed job wait until the pause is over; it was not tried, so no attempt is counted."""
    Job.objects.filter(pk=row.pk, lease_token=row.lease_token).update(
        **FREE, attempts=F("attempts") - 1, next_attempt_at=pause.until, last_error=safe_error(pause)
    )


def give_back(row: Row, error: BaseException, *, at: datetime, for_good: bool = False, was_tried: bool = True) -> None:
    """Note that the attempt failed: try again after a pause, or put it on the staff's list when that is useless.

    What was not tried at all, for a limit of ours, waits for the longest pause, and no attempt is counted: twenty would be
    over before the next day. Nothing happens when the lease has meanwhile passed to another worker.
    """
    model = type(row)
    change: dict[str, object] = {**FREE, "last_error": safe_error(error)}
    given_up = for_good or (was_tried and row.attempts >= MAX_ATTEMPTS)
    if not was_tried:
        change |= {
            "attempts": F("attempts") - 1,
            "next_attempt_at": at + timedelta(seconds=pause_seconds(MAX_ATTEMPTS)),
        }
    elif given_up:
        change |= {"state": Job.State.FAILED if model is Job else Notice.State.UNDELIVERED, "settled_at": at}
    else:
        change["next_attempt_at"] = at + timedelta(seconds=pause_seconds(row.attempts))
    if model is Notice:
        change["sending_since"] = None
    model._default_manager.filter(pk=row.pk, lease_token=row.lease_token).update(**change)
    log.warning("attempt_failed", row=model.__name__, id=row.pk, attempts=row.attempts, given_up=given_up)


def bring_back(*, at: datetime) -> int:
    """Make due at `at` what only a clock that was ahead put off; return how many rows.

    That is what was owed at once in a time that has not come yet, and what waits longer than any pause lasts.
    """
    owed_later = Q(created_at__gt=at + CLOCK_STEP, not_before__lte=F("created_at"))
    longest = timedelta(seconds=LONGEST_PAUSE_SECONDS * 1.2) + CLOCK_STEP
    wrong = Q(owed_later | Q(not_before__lte=at, next_attempt_at__gt=at + longest), next_attempt_at__gt=at)
    rows = [model._default_manager.filter(wrong, state="owed") for model in (Job, Notice)]
    return sum(found.update(next_attempt_at=at) for found in rows)


def mark_perhaps_sent(*, at: datetime) -> int:
    """Put notices whose worker died between handing over and noting it on the staff's list; return how many.

    They are never sent again by themselves: a person decides.
    """
    with transaction.atomic():
        stranded = Notice.objects.select_for_update(skip_locked=True).filter(
            abandoned(at), channel__in=Notice.SENT_BY_WORKERS, state=Notice.State.OWED, sending_since__isnull=False
        )
        ids = list(stranded.values_list("pk", flat=True))
        Notice.objects.filter(pk__in=ids).update(
            state=Notice.State.PERHAPS_SENT, settled_at=at, last_error="LeaseDied", **FREE
        )
    return len(ids)


def give_up_on_killers(*, at: datetime) -> int:
    """Give up rows that were taken as often as allowed and whose last worker died with them; return how many.

    A row that somebody still works on is locked and let be, however late its lease.
    """
    jobs = give_up_dead(Job.objects.all(), Job.State.FAILED, at=at)
    unsent = Notice.objects.filter(channel__in=Notice.SENT_BY_WORKERS, sending_since=None)
    return jobs + give_up_dead(unsent, Notice.State.UNDELIVERED, at=at)


def give_up_dead(rows: QuerySet[Row], state: str, *, at: datetime) -> int:
    """Put those of `rows` whose last allowed attempt died into `state`; return how many."""
    with transaction.atomic():
        dead = rows.select_for_update(skip_locked=True).filter(
            abandoned(at), state="owed", attempts__gte=MAX_ATTEMPTS, lease_token__isnull=False
        )
        ids = list(dead.values_list("pk", flat=True))
        return rows.model._default_manager.filter(pk__in=ids).update(state=state, settled_at=at, **FREE)
