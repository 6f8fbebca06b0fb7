"""Handlers and notices for the tests. What a handler did is seen in jobs it owes in turn, in the same transaction."""

from __future__ import annotations

import os
import signal
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog

from courtcase.notices.models import Job, Notice
from courtcase.notices.operations import owe_job

log = structlog.get_logger(__name__)


def leave_trace(job: Job) -> None:
    """Leave one row as a trace of each run, under a key of its own."""
    log.info("workshop_ran", job=job.pk)
    owe_job(kind="workshop.trace", subject=None, key=f"trace:{uuid.uuid4()}", body={"of": job.key})


def fail(job: Job) -> None:
    """Leave a trace, then fail, quoting a person: neither may be seen afterwards."""
    leave_trace(job)
    raise ValueError("Aigerim 900101300123 aigerim@example.org")


def die_first(job: Job) -> None:
    """Leave a trace, then kill the process at the first attempt; succeed at the next."""
    leave_trace(job)
    if job.attempts == 1:
        os.kill(os.getpid(), signal.SIGKILL)


def wait_for_file(job: Job) -> None:
    """Say by a file that the work has begun, wait until another file appears, then leave a trace."""
    folder = Path(str(job.body["folder"]))
    (folder / f"begun-{job.attempts}").touch()
    deadline = time.monotonic() + 30
    while not (folder / "go").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    leave_trace(job)


def take_a_moment(job: Job) -> None:
    """Take a twentieth of a second, then leave a trace."""
    time.sleep(0.05)
    leave_trace(job)


def told(notice: Notice) -> dict[str, Any]:
    """Give the template what the notice carries."""
    return dict(notice.context)


HANDLERS: dict[str, Callable[[Job], None]] = {
    "workshop.leave_trace": leave_trace,
    "workshop.fail": fail,
    "workshop.die_first": die_first,
    "workshop.wait_for_file": wait_for_file,
    "workshop.quick": leave_trace,
    "workshop.quick_fail": fail,
    "workshop.quick_moment": take_a_moment,
}
QUICK = {"workshop.quick", "workshop.quick_fail", "workshop.quick_moment"}
CONTEXTS: dict[str, Callable[[Notice], dict[str, Any]]] = {"workshop.told": told}
