"""A large register is verified in time and in little memory."""

from __future__ import annotations

import pytest

from tests.bench.register import EVENTS, fill, seal_all, verify_all


@pytest.mark.faults
def test_a_hundred_thousand_events_are_verified_in_twenty_seconds(db: None) -> None:
    fill(EVENTS)
    seal_all()
    entries, seconds, kilobytes = verify_all()
    assert entries == EVENTS
    assert seconds < 20
    assert kilobytes < 30_000
