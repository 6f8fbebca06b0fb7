"""How fast a large register is sealed and verified."""

from __future__ import annotations

import resource
import time

import pytest

from courtcase.register.models import Event
from courtcase.register.operations import open_subject, prepare_event, seal
from courtcase.register.verification import verify
from tests.register.conftest import HAPPENED, MACHINE, NOON

COUNT = 100_000


@pytest.mark.faults
def test_a_hundred_thousand_events_are_verified_in_twenty_seconds(db: None) -> None:
    subject = open_subject(kind="case", at=NOON)
    for start in range(0, COUNT, 10_000):
        numbers = range(start, start + 10_000)
        made = [
            prepare_event(subject=subject, event=HAPPENED, actor=MACHINE, at=NOON, body={"number": number})[0]
            for number in numbers
        ]
        Event.objects.bulk_create(made, batch_size=5_000)
        del made
    began = time.monotonic()
    while seal(at=NOON):
        pass
    sealed = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert verify().entries == COUNT
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"sealed in {sealed - began:.1f} s, verified in {time.monotonic() - sealed:.1f} s, {grown} KB more")
    assert time.monotonic() - sealed < 20
    assert grown < 30_000
