"""The six months within which a bill or another act that executes a ruling is due, from its publication."""

from __future__ import annotations

from datetime import datetime

from courtcase.law.clocks import start_clock
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from rulings.models import Measure, MeasureKind, Origin, Stage

EXECUTION_TERM = "execution"
ACTS = frozenset({MeasureKind.LAW, MeasureKind.GOVERNMENT_ACT})


def start_execution(*, measure: Measure, actor: Actor, at: datetime) -> None:
    """Start the term of a measure of a ruling published here, unless another day was set or nothing is due.

    What a source tells of the past has the term only where the source gave it: none is counted for it here.
    """
    published_at = measure.ruling.published_at
    runs = measure.kind in ACTS and measure.stage == Stage.DUE and measure.due_on is None
    if not runs or measure.ruling.origin == Origin.SOURCE or published_at is None:
        return
    clock = start_clock(
        subject=measure.subject, term=EXECUTION_TERM, starts_on=court_day(published_at), actor=actor, at=at
    )
    measure.due_on = clock.due_on
    measure.save(update_fields=["due_on"])
