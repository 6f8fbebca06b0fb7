"""Beat: one at a time, held by an advisory lock of PostgreSQL; a second one waits in silence for the first to end."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import redis
import structlog
from celery.beat import ScheduleEntry, Scheduler
from celery.schedules import schedule
from django.db import DatabaseError, InterfaceError, connections

from courtcase.notices.heartbeat import EVERY_SECONDS, beat_heart, client
from courtcase.notices.schedule import PERIODIC_QUEUE, PERIODIC_TASK, SCHEDULE

log = structlog.get_logger(__name__)

# "beat" in ASCII: one number for this house, of which no other lock may be made.
ADVISORY_LOCK = 0x62656174
WAIT_SECONDS = 2.0
LONGEST_SLEEP_SECONDS = 2
MOST_WAITING = 100
STARTED, STARTED_MONOTONIC = datetime.now(UTC), time.monotonic()


def steady_now() -> datetime:
    """Return the instant by which lines of the table are due.

    Right when the process started and counted from there without the machine's clock, so that setting the clock back
    or forth neither stops the table nor does it twice.
    """
    return STARTED + timedelta(seconds=time.monotonic() - STARTED_MONOTONIC)


def messages_waiting() -> int:
    """Return how many messages of the table no worker has taken yet; 0 when Redis does not answer."""
    try:
        with client() as connection:
            return int(connection.llen(PERIODIC_QUEUE))
    except redis.RedisError:
        return 0


class SingleLock:
    """A session lock on a connection of its own: lost with the process or with the database, never left behind."""

    def __init__(self, number: int = ADVISORY_LOCK) -> None:
        self.number = number
        self.connection = connections.create_connection("default")
        self.is_held = False

    def hold(self) -> bool:
        """Take the lock or make sure it is still ours; return whether we hold it. Never raises on a database error."""
        try:
            with self.connection.cursor() as cursor:
                if self.is_held:
                    cursor.execute("SELECT 1")
                    return True
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [self.number])
                self.is_held = bool(cursor.fetchone()[0])
        except (DatabaseError, InterfaceError) as error:
            log.warning("beat_lock_lost", error=type(error).__name__)
            self.release()
        return self.is_held

    def release(self) -> None:
        """Give the lock back by closing its connection."""
        self.is_held = False
        try:
            self.connection.close()
        except (DatabaseError, InterfaceError):
            self.connection.connection = None


class LockedScheduler(Scheduler):
    """Celery's scheduler over our table in code, silent unless it holds the lock."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        self.lock = SingleLock()
        self.beaten_at, self.was_working = float("-inf"), False
        super().__init__(*arguments, **keywords)
        self.max_interval = LONGEST_SLEEP_SECONDS

    def setup_schedule(self) -> None:
        """Lay out the table: one entry a sentence. No message runs out: that would need clocks that agree."""
        for line in SCHEDULE.values():
            self.schedule[line.name] = ScheduleEntry(
                name=line.name,
                task=PERIODIC_TASK,
                args=(line.name,),
                schedule=schedule(run_every=line.every, nowfun=steady_now, app=self.app),
                app=self.app,
            )

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Send a line of the table, unless so many wait already that plainly no worker takes them."""
        if messages_waiting() < MOST_WAITING:
            super().apply_entry(entry, producer=producer)

    def tick(self, *arguments: Any, **keywords: Any) -> float:
        """Send what is due and return the seconds until the next look; without the lock only look again later."""
        works = self.lock.hold()
        # The one that begins to work says so at once, whenever it last said that it was idle.
        if works != self.was_working or time.monotonic() - self.beaten_at >= EVERY_SECONDS:
            beat_heart("beat", idle=not works)
            self.beaten_at, self.was_working = time.monotonic(), works
        if not works:
            return WAIT_SECONDS
        return min(super().tick(*arguments, **keywords), LONGEST_SLEEP_SECONDS)

    def close(self) -> None:
        """Give the lock back at once, so that a waiting beat takes over."""
        super().close()
        self.lock.release()
