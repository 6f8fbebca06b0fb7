"""Doing what is owed: each piece in its own transaction, until nothing is due or time is up."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import connection, transaction
from django.db.models import Value
from django.utils import timezone

from courtcase.notices.leases import (
    NotNow,
    bring_back,
    claim,
    claim_several,
    due_alone,
    due_notices,
    due_together,
    give_back,
    give_up_on_killers,
    hand_back,
    mark_perhaps_sent,
    put_off,
)
from courtcase.notices.models import Job
from courtcase.notices.registry import job_handlers
from courtcase.notices.sending import note_told_on_site, send_notice
from courtcase.notices.wake import at_work, publish_wake
from courtcase.observability.request_ids import bound_request_id

log = structlog.get_logger(__name__)

BUDGET_SECONDS = 20.0
# Several quick jobs are leased at once; those not begun after this time go back for others to take.
TOGETHER, TOGETHER_SECONDS = 20, 2.0
MARK_DONE = """
    UPDATE notices_job SET state = 'done', settled_at = %s, last_error = '', lease_until = NULL, lease_token = NULL
    WHERE id = (
        SELECT id FROM notices_job WHERE id = %s AND lease_token = %s AND state = 'owed' FOR UPDATE SKIP LOCKED)"""


def work_off(*, budget_seconds: float = BUDGET_SECONDS) -> tuple[int, bool]:
    """Do due jobs and send due notices; return how many were tried and whether more may be due.

    What had least of the worker's time so far comes next, so that neither slow jobs, nor a slow mail server, nor a
    flood of quick jobs keeps the others waiting. Stops after `budget_seconds`, so that one task never runs into its
    time limit.
    """
    started, tried = time.monotonic(), 0
    spent = dict.fromkeys(WAYS, 0.0)
    barren: set[str] = set()
    with at_work():
        while (now := time.monotonic()) - started < budget_seconds:
            due = what_is_due(timezone.now()) - barren
            if not due:
                return tried, False
            way = min((name for name in WAYS if name in due), key=lambda name: spent[name])
            done = WAYS[way]()
            # What others hold looks due and cannot be taken: it is not asked for again until something else was done.
            barren = barren | {way} if done == 0 else set()
            tried += done
            spent[way] += time.monotonic() - now
    return tried, True


def what_is_due(at: datetime) -> set[str]:
    """Return which of the WAYS have something to do at `at`. One statement."""
    together, alone, notices = (
        # Ordered, so that it is found by the index of what is due, not by reading until one turns up.
        rows.order_by("next_attempt_at").annotate(way=Value(way)).values_list("way", flat=True)[:1]
        for way, rows in (("together", due_together(at)), ("alone", due_alone(at)), ("notices", due_notices(at)))
    )
    return set(together.union(alone, notices, all=True))


def do_together() -> int:
    """Do several quick jobs, each in its own transaction; return how many were begun.

    A full batch calls for another worker: there may be more than one can do.
    """
    began = time.monotonic()
    jobs = claim_several(due_together(timezone.now()), at=timezone.now(), limit=TOGETHER)
    if len(jobs) == TOGETHER:
        publish_wake()
    for number, job in enumerate(jobs):
        if number and time.monotonic() - began > TOGETHER_SECONDS:
            hand_back(jobs[number:])
            return number
        run_job(job)
    return len(jobs)


def do_alone() -> int:
    """Do one slow job, or one that was tried before; return how many were begun."""
    job = claim(due_alone(timezone.now()), at=timezone.now())
    if job is not None:
        run_job(job)
    return int(job is not None)


def send_one() -> int:
    """Send one notice; return how many were tried."""
    notice = claim(due_notices(timezone.now()), at=timezone.now())
    if notice is not None:
        with bound_request_id(notice.request_id):
            send_notice(notice)
    return int(notice is not None)


# In this order where none had more time than the others.
WAYS: dict[str, Callable[[], int]] = {"together": do_together, "alone": do_alone, "notices": send_one}


def run_job(job: Job) -> None:
    """Mark a claimed job done and run its handler in the same transaction, or give it back.

    Marked first: the row is locked meanwhile, so that a handler slower than its lease is not started a second time
    beside itself; and what fails or dies takes the mark back with everything else.
    """
    with bound_request_id(job.request_id):
        try:
            with transaction.atomic():
                if not mark_done(job):
                    return
                job_handlers[job.kind](job)
        except NotNow as pause:
            put_off(job, pause)
            return
        except Exception as error:  # whatever a handler raises, the row must go back with it
            log.exception("job_failed", kind=job.kind, id=job.pk)
            give_back(job, error, at=timezone.now())
            return
        log.info("job_done", kind=job.kind, id=job.pk, attempts=job.attempts)


def mark_done(job: Job) -> bool:
    """Mark a claimed job done; return False where its lease has passed to somebody else. Waits for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(MARK_DONE, [timezone.now(), job.pk, job.lease_token])
        return bool(cursor.rowcount)


def sweep(*, at: datetime) -> dict[str, int]:
    """Do what no wake-up reached: due rows, rows of dead workers, those that were perhaps sent or put off by a wrong clock."""
    bring_back(at=at)
    perhaps, given_up = mark_perhaps_sent(at=at), give_up_on_killers(at=at)
    told = note_told_on_site(at=at)
    tried, _more = work_off()
    return {"tried": tried, "perhaps_sent": perhaps, "given_up": given_up, "told_on_site": told}
