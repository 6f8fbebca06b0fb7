"""What the worker of the bench can do beside the application's own work: a job that does nothing, and a task that waits."""

from __future__ import annotations

import time

from celery import shared_task

from courtcase.notices.heartbeat import client
from courtcase.notices.models import Job
from courtcase.notices.registry import job_handler

EMPTY_JOB = "tests.bench.empty"
GATE, PASSED = "bench:gate", "bench:passed"
SECONDS = 60.0


@job_handler(EMPTY_JOB, quick=True)
def do_nothing(job: Job) -> None:
    """Do nothing."""


@shared_task(name="tests.bench.wait_at_gate")
def wait_at_gate() -> None:
    """Hold this process of the worker until the gate opens."""
    with client() as connection:
        connection.incr(PASSED)
        deadline = time.monotonic() + SECONDS
        while not connection.exists(GATE) and time.monotonic() < deadline:
            time.sleep(0.001)
