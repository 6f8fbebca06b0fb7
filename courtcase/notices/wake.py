"""Tell a worker that there is work, without ever making the person who owed it wait for a broker that is not there."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import cast

import structlog
from django.conf import settings
from django.db import connection, transaction
from kombu import Connection
from kombu.exceptions import KombuError
from kombu.transport.redis import Channel
from redis.exceptions import RedisError

from courtcase.observability.request_ids import current_request_id

log = structlog.get_logger(__name__)

CONNECT_SECONDS = 0.4
BREAKER_SECONDS = 15.0
WAKE_TASK = "courtcase.notices.do_owed_work"
# A queue in which nothing but wakes stand, so that its length says whether one still waits.
WAKE_QUEUE = "wake"

# One for the process: after a failed wake nobody tries again until then. The sweeper finds the work by itself.
breaker = {"open_until": 0.0}


class Kept(threading.local):
    """What a thread keeps: its connection to the broker, and whether it is itself the worker that does owed work."""

    connection: Connection | None = None
    made_for: tuple[str, int] = ("", 0)
    works = False


kept = Kept()


@contextmanager
def at_work() -> Iterator[None]:
    """Let `wake` be silent in the block: its thread looks for due work again before it ends, and so finds what it owes."""
    before, kept.works = kept.works, True
    try:
        yield
    finally:
        kept.works = before


def wake() -> None:
    """Ask for a worker once the transaction commits; at most once for a transaction, and never raising."""
    if kept.works or any(waiting[1] is publish_wake for waiting in connection.run_on_commit):
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
        forget_broker()
        log.warning("broker_unreachable", error=type(error).__name__, pause_seconds=BREAKER_SECONDS)


def send_wake() -> None:
    """Publish the message, unless one waits that no worker has taken yet: whoever takes that one looks after this moment.

    It therefore sees what was committed before. Short timeouts and no second try.
    """
    from courtcase.celery import app

    broker = broker_of_this_thread()
    if cast(Channel, broker.default_channel).client.llen(WAKE_QUEUE):
        return
    headers = {"request_id": current_request_id()}
    app.send_task(WAKE_TASK, connection=broker, queue=WAKE_QUEUE, retry=False, headers=headers)


def broker_of_this_thread() -> Connection:
    """Return the thread's own connection to the broker, made when there is none or it was another process's."""
    from courtcase.celery import app

    wanted = (str(settings.CELERY_BROKER_URL), os.getpid())
    if kept.connection is None or kept.made_for != wanted:
        options = {
            "socket_connect_timeout": CONNECT_SECONDS,
            "socket_timeout": CONNECT_SECONDS,
            "max_retries": 0,
            "retry_on_timeout": False,
        }
        kept.connection = app.connection_for_write(url=wanted[0], transport_options=options)
        kept.made_for = wanted
    return kept.connection


def forget_broker() -> None:
    """Close the thread's connection to the broker; the next wake makes another."""
    broken, kept.connection = kept.connection, None
    if broken is not None:
        with suppress(KombuError, RedisError, OSError):
            broken.release()
