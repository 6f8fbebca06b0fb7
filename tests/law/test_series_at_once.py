"""Numbers taken by several connections at the same time, with real commits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connections, transaction

from courtcase.law.models import SeriesCounter
from courtcase.law.series import next_number

pytestmark = pytest.mark.real_commits
DAY = date(2026, 3, 2)


def at_once(workers: int, work: Callable[[], None]) -> list[BaseException]:
    """Run `work` in so many threads, each with a connection of its own, started together; return what they raised."""
    gate, raised = threading.Barrier(workers), []

    def run() -> None:
        try:
            gate.wait(timeout=10)
            work()
        except BaseException as error:  # told to the test
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


def test_two_clerks_never_take_the_same_number(real_commits: Any) -> None:
    taken: list[int] = []

    def work() -> None:
        for _ in range(10):
            with transaction.atomic():
                value = next_number(series_code="petitions", day=DAY).value
            taken.append(value)

    assert at_once(4, work) == []
    assert sorted(taken) == list(range(1, 41))


def test_a_transaction_that_fails_leaves_no_gap(real_commits: Any) -> None:
    taken: list[int] = []
    turn = iter(range(1_000))

    def work() -> None:
        for _ in range(10):
            try:
                with transaction.atomic():
                    value = next_number(series_code="cases", day=DAY).value
                    if next(turn) % 3 == 0:
                        raise RuntimeError
            except RuntimeError:
                continue
            taken.append(value)

    assert at_once(3, work) == []
    assert sorted(taken) == list(range(1, len(taken) + 1))
    assert SeriesCounter.objects.get(series_code="cases", year=2026).last == len(taken)
