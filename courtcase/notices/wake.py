"""Tell a worker that there is work, without ever making the person who owed it wait for a broker that is not there."""

from __future__ import annotations

import time

import structlog
from django.conf import settings
from django.db import connection, transaction
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from courtcase.observability.request_ids import current_request_id

log = structlog.get_logger(__name__)

CONNECT_SECONDS = 0.4
BREAKER_SECONDS = 15.0
WAKE_TASK = "courtcase.notices.do_owed_work"

# One for the process: after a failed wake nobody tries again until then. The sweeper finds the work by itself.
breaker = {"open_until": 0.0}


def wake() -> None:
    """Ask for a worker once the transaction commits; at most once for a transaction, and never raising."""
    if any(waiting[1] is publish_wake for waiting in connection.run_on_commit):
        return
    transaction.on_commit(publish_wake, robust=True)


def publish_wake() -> None:
    """Publish one message that says only "wake up". A failure opens the breaker and is logged, nothing more."""
    if time.monotonic() < breaker["open_until"]:
        return
    try:
        send_wake()
    except (KombuError, RedisError, OSError) as error:
        breaker["open_until"] = time.monotonic() + BREAKER_SECONDS
        log.warning("broker_unreachable", error=type(error).__name__, pause_seconds=BREAKER_SECONDS)


def send_wake() -> None:
    """Publish the message over a connection of its own with short timeouts and no second try."""
    from courtcase.celery import app

    options = {
        "socket_connect_timeout": CONNECT_SECONDS,
        "socket_timeout": CONNECT_SECONDS,
        "max_retries": 0,
        "retry_on_timeout": False,
    }
    with app.connection_for_write(url=settings.CELERY_BROKER_URL, transport_options=options) as broker:
        app.send_task(
            WAKE_TASK, connection=broker, retry=False, expires=60, headers={"request_id": current_request_id()}
        )
