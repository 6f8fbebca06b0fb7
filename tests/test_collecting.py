"""What a process loads once is left out of later collections, and what a page makes is not."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from celery.signals import task_postrun

from courtcase.celery import collect_less
from courtcase.collecting import FULL_EVERY, LEFT, YOUNGEST, between, leave_out_what_stays, load_what_stays


@pytest.fixture
def collector() -> Iterator[None]:
    """Begin as a process of the application does: the tests have laid aside and set what is theirs (tests/conftest.py)."""
    thresholds = gc.get_threshold()
    gc.unfreeze()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*thresholds)
    gc.freeze()


class Ring:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.usefixtures("collector")
def test_what_stands_is_frozen_and_what_comes_later_is_still_collected() -> None:
    load_what_stays()
    leave_out_what_stays()
    assert gc.get_freeze_count() > 50_000
    assert gc.get_threshold()[0] == YOUNGEST
    gone = weakref.ref(Ring())
    gc.collect()
    assert gone() is None


@pytest.mark.usefixtures("collector")
def test_what_pages_leave_is_freed_between_them_and_never_piles_up() -> None:
    leave_out_what_stays()
    gone: list[weakref.ref[Ring]] = []
    most = 0
    for _page in range(40):
        gone += [weakref.ref(Ring()) for _number in range(LEFT // 7)]
        between()
        most = max(most, sum(one() is not None for one in gone))
    assert most <= LEFT


@pytest.mark.usefixtures("collector")
def test_what_was_old_when_it_was_let_go_is_freed_as_well() -> None:
    leave_out_what_stays()
    kept = Ring()
    gone = weakref.ref(kept)
    gc.collect()
    del kept
    for _page in range(FULL_EVERY):
        assert [Ring() for _number in range(LEFT + 1)]
        between()
    assert gone() is None


@pytest.mark.usefixtures("collector")
def test_little_is_left_for_later() -> None:
    leave_out_what_stays()
    gone = weakref.ref(Ring())
    between()
    assert gone() is not None


@pytest.mark.usefixtures("collector")
def test_a_worker_collects_between_its_tasks() -> None:
    collect_less()
    try:
        assert between in [receiver for receiver, _answer in task_postrun.send(sender=None)]
    finally:
        task_postrun.disconnect(between)
