"""Doing what is owed: one row after the other, each in its own transaction, until nothing is due or time is up."""

from __future__ import annotations

import time
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from courtcase.notices.leases import (
    FREE,
    claim,
    due_jobs,
    due_notices,
    give_back,
    give_up_on_killers,
    mark_perhaps_sent,
)
from courtcase.notices.models import Job
from courtcase.notices.registry import job_handlers
from courtcase.notices.sending import send_notice
from courtcase.observability.request_ids import bound_request_id

log = structlog.get_logger(__name__)

BUDGET_SECONDS = 20.0


def work_off(*, budget_seconds: float = BUDGET_SECONDS) -> tuple[int, bool]:
    """Do due jobs and send due notices in turn; return how many were tried and whether more may be due.

    Stops after `budget_seconds`, so that one task never runs into its time limit.
    """
    started, tried = time.monotonic(), 0
    while time.monotonic() - started < budget_seconds:
        job = claim(due_jobs(timezone.now()), at=timezone.now())
        if job is not None:
            run_job(job)
        notice = claim(due_notices(timezone.now()), at=timezone.now())
        if notice is not None:
            with bound_request_id(notice.request_id):
                send_notice(notice)
        if job is None and notice is None:
            return tried, False
        tried += (job is not None) + (notice is not None)
    return tried, True


def run_job(job: Job) -> None:
    """Run the handler of a claimed job and mark it done in the same transaction, or give it back.

    The row stays locked meanwhile: a handler slower than its lease is not started a second time beside itself.
    """
    with bound_request_id(job.request_id):
        try:
            with transaction.atomic():
                held = (
                    Job.objects.select_for_update(skip_locked=True)
                    .filter(pk=job.pk, lease_token=job.lease_token, state=Job.State.OWED)
                    .first()
                )
                if held is None:
                    return
                job_handlers[job.kind](held)
                Job.objects.filter(pk=job.pk).update(
                    state=Job.State.DONE, settled_at=timezone.now(), last_error="", **FREE
                )
        except Exception as error:  # whatever a handler raises, the row must go back with it
            log.exception("job_failed", kind=job.kind, id=job.pk)
            give_back(job, error, at=timezone.now())
            return
        log.info("job_done", kind=job.kind, id=job.pk, attempts=job.attempts)


def sweep(*, at: datetime) -> dict[str, int]:
    """Do what no wake-up reached: due rows, rows of dead workers, and those that were perhaps sent."""
    perhaps, given_up = mark_perhaps_sent(at=at), give_up_on_killers(at=at)
    tried, _more = work_off()
    return {"tried": tried, "perhaps_sent": perhaps, "given_up": given_up}
