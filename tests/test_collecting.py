"""What a process loads once is left out of later collections, and what a page makes is not."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from courtcase.collecting import YOUNGEST, leave_out_what_stays, load_what_stays


@pytest.fixture
def collector() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


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
