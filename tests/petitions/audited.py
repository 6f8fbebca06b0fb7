"""A drawn sample, and a request to read one of its petitions, behind the auditor's addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from courtcase.people.actors import Actor
from petitions.audit.operations.ask_reading import ask_reading
from petitions.audit.operations.draw_sample import draw_sample
from petitions.models import AuditSample, ReadingRequest
from tests.petitions.walk import Walk

WHY = "A complaint says that the term was counted from another day than the letter names."


def drawn(walk: Walk, *, size: int = 3) -> AuditSample:
    """Return a sample of what was registered until today."""
    day = walk.now.date()
    return draw_sample(
        first_day=day - timedelta(days=400),
        last_day=day + timedelta(days=1),
        size=size,
        actor=Actor.of(walk.cast.auditor),
        at=walk.tick(),
    )


def audit_samples(walk: Walk) -> list[dict[str, object]]:
    """Return a sample, and one that is not there."""
    sample = AuditSample.objects.first() or drawn(walk)
    return [{"sample_id": sample.public_id}, {"sample_id": uuid4()}]


def reading_requests(walk: Walk) -> list[dict[str, object]]:
    """Return a request that waits, and one that is not there."""
    sample = AuditSample.objects.first() or drawn(walk)
    waiting = ReadingRequest.objects.filter(outcome="").first()
    if waiting is None:
        petitions = list(sample.petitions.all()[:1])
        waiting = ask_reading(
            sample=sample, petitions=petitions, reason=WHY, actor=Actor.of(walk.cast.auditor), at=walk.tick()
        )[0]
    return [{"request_id": waiting.public_id, "way": "grant"}, {"request_id": uuid4(), "way": "refuse"}]


# What stands behind the addresses, for tests/petitions/prepared.py.
KNOWN: tuple[tuple[str, Callable[[Any], list[dict[str, object]]]], ...] = (
    ("audit/samples/<uuid:sample_id>/", lambda world: audit_samples(world.walk)),
    ("audit/requests/<uuid:request_id>/<slug:way>/", lambda world: reading_requests(world.walk)),
)
