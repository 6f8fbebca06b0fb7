"""Signs of life of the worker and of beat, as Redis keys that expire by themselves."""

from __future__ import annotations

from typing import Any

import redis
import structlog
from celery import bootsteps
from django.conf import settings
from django.utils import timezone

from courtcase.processes import HEARTBEAT_KEY, heartbeat_here

log = structlog.get_logger(__name__)

EXPIRES_SECONDS = 30
EVERY_SECONDS = 10.0
TIMEOUT_SECONDS = 0.5


def client() -> redis.Redis:
    """Return a client of the broker's Redis that gives up quickly."""
    return redis.Redis.from_url(
        settings.REDIS_URL or settings.CELERY_BROKER_URL,
        socket_connect_timeout=TIMEOUT_SECONDS,
        socket_timeout=TIMEOUT_SECONDS,
    )


def beat_heart(who: str, *, idle: bool = False) -> bool:
    """Say for the next 30 s that `who` ("worker" or "beat") lives; return False when Redis cannot be told.

    An `idle` one says so of this machine alone: it does not do the work of which the common sign speaks.
    """
    keys = [heartbeat_here(who), *([] if idle else [HEARTBEAT_KEY.format(who)])]
    try:
        with client() as connection, connection.pipeline(transaction=False) as pipeline:
            for key in keys:
                pipeline.set(key, timezone.now().isoformat(), ex=EXPIRES_SECONDS)
            pipeline.execute()
    except redis.RedisError as error:
        log.warning("heartbeat_not_written", who=who, error=type(error).__name__)
        return False
    return True


def is_alive(who: str) -> bool:
    """Say whether `who` ("worker" or "beat") gave a sign of life within 30 s; False too when Redis does not answer."""
    try:
        with client() as connection:
            return bool(connection.exists(HEARTBEAT_KEY.format(who)))
    except redis.RedisError:
        return False


class WorkerHeartbeat(bootsteps.StartStopStep):
    """Beats from the worker's own event loop, so that a worker whose loop hangs falls silent."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, **keywords: Any) -> None:
        super().__init__(parent, **keywords)
        self.timer: Any = None

    def start(self, parent: Any) -> None:
        """Beat now and every ten seconds from now; called again after each reconnection to the broker."""
        beat_heart("worker")
        self.timer = parent.timer.call_repeatedly(EVERY_SECONDS, beat_heart, ("worker",), priority=10)

    def stop(self, parent: Any) -> None:
        """Stop beating; the key runs out by itself."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
