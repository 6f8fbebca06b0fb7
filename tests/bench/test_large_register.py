"""A large register is verified whole and in little memory; `make bench ARGS="register"` says how fast."""

from __future__ import annotations

import pytest

from tests.bench.register import EVENTS, fill, seal_all, verify_all


@pytest.mark.faults
def test_a_hundred_thousand_events_are_verified_in_little_memory(db: None) -> None:
    fill(EVENTS)
    seal_all()
    entries, _, kilobytes = verify_all()
    assert entries == EVENTS
    assert kilobytes < 30_000
