"""Waking: once for a transaction, quick when the broker is dead, and never an error for the person who waits."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.db import transaction

from courtcase.notices import wake as waking
from courtcase.notices.operations import owe_job, owe_notice
from courtcase.notices.wake import at_work, publish_wake, wake
from courtcase.observability.request_ids import bound_request_id
from courtcase.people.models import Account
from courtcase.register.models import Subject
from tests.workers import Broker, free_port


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Return a port that takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        yield listener.getsockname()[1]


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count wakes instead of sending them."""
    count: list[int] = []
    monkeypatch.setattr(waking, "send_wake", lambda: count.append(1))
    return count


@pytest.mark.django_db(transaction=False)
def test_one_transaction_wakes_once(django_capture_on_commit_callbacks: Any, woken: list[int]) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for key in "abc":
            with transaction.atomic():
                owe_job(kind="x.y", subject=None, key=key)
    assert woken == [1]


@pytest.mark.django_db
def test_nothing_committed_wakes_nobody(django_capture_on_commit_callbacks: Any, woken: list[int]) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        wake()
        transaction.get_connection().run_on_commit.clear()
    assert woken == []


@pytest.mark.parametrize("kind", ["refused", "silent"])
def test_a_dead_broker_is_tried_once_and_not_for_long(
    settings: Any, silent_port: int, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = silent_port if kind == "silent" else free_port()
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{port}/0"
    tries, send = [], waking.send_wake

    def count_and_send() -> None:
        tries.append(1)
        send()

    monkeypatch.setattr(waking, "send_wake", count_and_send)
    for _ in range(100):
        publish_wake()
    assert tries == [1]
    assert waking.breaker["open_until"] > time.monotonic()
    assert waking.CONNECT_SECONDS < 0.5  # both of connecting and of reading, in the client that was just used


def test_after_the_pause_the_broker_is_tried_again(settings: Any, broker: Broker) -> None:
    waking.breaker["open_until"] = time.monotonic() + 60
    publish_wake()
    assert queued(broker) == 0
    waking.breaker["open_until"] = time.monotonic() - 1
    publish_wake()
    assert queued(broker) == 1


def test_the_message_carries_the_request_id_and_no_facts(broker: Broker) -> None:
    with bound_request_id("request-1234"):
        publish_wake()
    (message,) = redis.Redis.from_url(broker.url).lrange("wake", 0, -1)
    assert json.loads(message)["headers"]["request_id"] == "request-1234"
    assert json.loads(message)["headers"]["argsrepr"] == "()"


def test_a_hundred_wakes_that_nobody_takes_are_one_message(broker: Broker) -> None:
    for _number in range(100):
        publish_wake()
    assert queued(broker) == 1


def test_once_a_worker_took_the_message_the_next_wake_sends_another(broker: Broker) -> None:
    publish_wake()
    redis.Redis.from_url(broker.url).lpop("wake")
    publish_wake()
    assert queued(broker) == 1


def test_a_broker_that_forgot_everything_gets_the_next_wake(broker: Broker) -> None:
    publish_wake()
    redis.Redis.from_url(broker.url).flushall()
    publish_wake()
    assert queued(broker) == 1


def test_a_broker_that_was_restarted_gets_the_next_wake(broker: Broker) -> None:
    publish_wake()
    broker.stop()
    broker.start()
    publish_wake()
    assert queued(broker) == 1
    assert waking.breaker["open_until"] == 0.0


def test_a_thread_keeps_its_connection(broker: Broker) -> None:
    server = redis.Redis.from_url(broker.url)
    publish_wake()
    before = server.info("stats")["total_connections_received"]
    for _number in range(20):
        server.lpop("wake")
        publish_wake()
    assert server.info("stats")["total_connections_received"] == before


@pytest.mark.django_db
def test_a_worker_at_work_wakes_nobody_for_what_it_owes(
    django_capture_on_commit_callbacks: Any, woken: list[int]
) -> None:
    with django_capture_on_commit_callbacks(execute=True), at_work():
        owe_job(kind="x.y", subject=None, key="a")
    assert woken == []
    with django_capture_on_commit_callbacks(execute=True):
        owe_job(kind="x.y", subject=None, key="b")
    assert woken == [1]


@pytest.mark.django_db
@pytest.mark.parametrize(("channel", "wakes"), [("email", 1), ("sms", 1), ("inapp", 0), ("post", 0)])
def test_only_what_workers_send_wakes_one(
    django_capture_on_commit_callbacks: Any,
    woken: list[int],
    subject: Subject,
    aigerim: Account,
    channel: str,
    wakes: int,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        owe_notice(subject=subject, event="workshop.told", recipient=aigerim, channel=channel, language="ru")
    assert len(woken) == wakes


def queued(broker: Broker) -> int:
    """Return how many messages wait."""
    return int(redis.Redis.from_url(broker.url).llen("wake"))
