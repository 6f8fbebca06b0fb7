"""The processes that work unseen: the worker, and beat, which wakes it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase import health
from courtcase.doctor.findings import NotExamined, Outcome, check, look, well, wrong
from courtcase.notices.beat import ADVISORY_LOCK
from courtcase.processes import HEARTBEAT_KEY


def silence_seconds(who: str) -> int | None:
    """Return the seconds since `who` (worker or beat) gave a sign of life; None when its last one has run out."""
    if not settings.REDIS_URL:
        raise NotExamined(_("This was not examined: REDIS_URL is not set."))
    with health.client() as connected:
        beaten = connected.get(HEARTBEAT_KEY.format(who))
    if beaten is None:
        return None
    at = datetime.fromisoformat(beaten.decode())  # type: ignore[union-attr]
    return max(int((timezone.now() - at).total_seconds()), 0)


@check(
    "processes.worker",
    title=_("Worker"),
    measured=_("Its sign of life in Redis, which runs out after 30 s."),
    remedy=_("Start one: python -m courtcase.processes worker. If one runs, its log says what holds it."),
)
def worker() -> Outcome:
    """See that a worker lives."""
    silence = silence_seconds("worker")
    if silence is None:
        return wrong(_("No worker gives a sign of life: nothing is routed and nobody is told anything."))
    return well(_("A worker gave a sign of life %(seconds)d s ago."), seconds=silence)


@check(
    "processes.beat",
    title=_("Beat"),
    measured=_("Its sign of life in Redis, which runs out after 30 s."),
    remedy=_("Start one: python -m courtcase.processes beat. If one runs, its log says what holds it."),
)
def beat() -> Outcome:
    """See that a beat lives."""
    silence = silence_seconds("beat")
    if silence is None:
        return wrong(_("No beat gives a sign of life: nothing is swept, sealed or done by the day."))
    return well(_("Beat gave a sign of life %(seconds)d s ago."), seconds=silence)


@check(
    "processes.beat_lock",
    title=_("Beat's lock"),
    measured=_("The advisory lock in pg_locks, and how long its session has lasted."),
    remedy=_("Start one: python -m courtcase.processes beat. If one runs, its log says what holds it."),
    asks_database=True,
)
def beat_lock() -> Outcome:
    """See that one beat holds the lock by which further ones stay idle."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT held.pid, extract(epoch FROM clock_timestamp() - session.backend_start) / 60 FROM pg_locks held"
            " LEFT JOIN pg_stat_activity session ON session.pid = held.pid WHERE held.locktype = 'advisory' AND held.granted"
            " AND held.objid = %s AND held.classid = 0"
            " AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [ADVISORY_LOCK],
        )
        row = cursor.fetchone()
    if row is None:
        return look(_("No beat holds the lock: none works."))
    words = _("One beat holds the lock (session %(pid)d of the database, %(minutes)d min old); further ones stay idle.")
    return well(words, pid=row[0], minutes=int(row[1] or 0))
