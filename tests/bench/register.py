"""How fast a large register is sealed and verified, and in how much memory."""

from __future__ import annotations

import resource
from collections.abc import Iterable
from datetime import UTC, datetime
from time import perf_counter

from courtcase.people.actors import Actor
from courtcase.register.models import Event
from courtcase.register.operations import open_subject, prepare_event, seal
from courtcase.register.verification import verify
from tests.bench.figures import Figure, Target
from tests.bench.house import House

NOON = datetime(2026, 6, 10, 7, 0, tzinfo=UTC)
EVENT = "register.content_forgotten"
EVENTS, QUICK_EVENTS, BATCH = 100_000, 2_000, 10_000


def fill(count: int) -> None:
    """Write `count` events about one thing, unsealed."""
    subject = open_subject(kind="case", at=NOON)
    actor = Actor.system("bench")
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        made = [
            prepare_event(subject=subject, event=EVENT, actor=actor, at=NOON, body={"digests": number})[0]
            for number in numbers
        ]
        Event.objects.bulk_create(made, batch_size=5_000)


def seal_all() -> float:
    """Seal everything that waits; return the seconds it took."""
    began = perf_counter()
    while seal(at=NOON):
        pass
    return perf_counter() - began


def verify_all() -> tuple[int, float, int]:
    """Verify the whole record; return its entries, the seconds it took and by how many kilobytes the process grew."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = perf_counter()
    entries = verify().entries
    return entries, perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


def run(house: House) -> Iterable[Figure]:
    """Seal and verify a hundred thousand events."""
    count = QUICK_EVENTS if house.options.quick else EVENTS
    with house.django_on(house.copy("bench_register")):
        fill(count)
        sealed = seal_all()
        entries, verified, grown = verify_all()
    yield Figure(f"sealing {entries:,} events", sealed, "s")
    yield Figure(f"verifying {entries:,} events", verified, "s", targets=(Target("at most", 20),))
    yield Figure(f"memory to verify {entries:,} events", grown / 1024, "MB more", targets=(Target("at most", 30),))
