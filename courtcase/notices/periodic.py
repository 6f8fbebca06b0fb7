"""The functions behind the schedule's sentences: each takes nothing and may be called again at any time."""

from __future__ import annotations

import structlog
from django.utils import timezone

from courtcase.law.time import court_day
from courtcase.notices.schedule import owe_daily_jobs
from courtcase.notices.working import sweep
from courtcase.register.sealing import publish_root, seal

log = structlog.get_logger(__name__)


def sweep_owed_work() -> None:
    """Do what no wake-up reached and find what dead workers left."""
    outcome = sweep(at=timezone.now())
    if any(outcome.values()):
        log.info("owed_work_swept", **outcome)


def seal_the_register() -> None:
    """Give committed events their place in the register's tree."""
    seal(at=timezone.now())


def publish_the_days_root() -> None:
    """Publish the register's root of the Court's day, unless that was done."""
    now = timezone.now()
    publish_root(day=court_day(now), at=now)


def owe_the_days_work() -> None:
    """Owe what the Court's day asks for, once."""
    owe_daily_jobs(at=timezone.now())
