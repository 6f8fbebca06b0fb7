"""Waking: once for a transaction, quick when the broker is dead, and never an error for the person who waits."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from courtcase.notices import wake as waking
from courtcase.notices.operations import owe_job
from courtcase.notices.wake import publish_wake, wake
from courtcase.observability.request_ids import bound_request_id
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
def test_a_dead_broker_costs_half_a_second_once(settings: Any, silent_port: int, kind: str) -> None:
    port = silent_port if kind == "silent" else free_port()
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{port}/0"
    started = time.monotonic()
    publish_wake()
    assert time.monotonic() - started < 0.9
    started = time.monotonic()
    for _ in range(100):
        publish_wake()
    assert time.monotonic() - started < 0.05


def test_after_the_pause_the_broker_is_tried_again(settings: Any, broker: Broker) -> None:
    waking.breaker["open_until"] = time.monotonic() + 60
    publish_wake()
    assert queued(broker) == 0
    waking.breaker["open_until"] = time.monotonic() - 1
    publish_wake()
    assert queued(broker) == 1


def test_the_message_carries_the_request_id_and_no_facts(broker: Broker) -> None:
    import json

    import redis

    with bound_request_id("request-1234"):
        publish_wake()
    (message,) = redis.Redis.from_url(broker.url).lrange("wake", 0, -1)
    assert json.loads(message)["headers"]["request_id"] == "request-1234"
    assert json.loads(message)["headers"]["argsrepr"] == "()"


def queued(broker: Broker) -> int:
    """Return how many messages wait."""
    import redis

    return int(redis.Redis.from_url(broker.url).llen("wake"))
