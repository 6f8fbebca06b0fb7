"""The six months within which a bill or another act that executes a ruling is due, from its publication."""

from __future__ import annotations

from datetime import date, datetime

from courtcase.law.clocks import start_clock
from courtcase.law.queries import rule_is_on
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from rulings.models import Measure, MeasureKind, Origin, PublicationPlace, Stage

EXECUTION_TERM = "execution"
ACTS = frozenset({MeasureKind.LAW, MeasureKind.GOVERNMENT_ACT})


def term_place(day: date) -> str:
    """Return from the publication at which place the term runs, by the rule that is applied on the legal day `day`."""
    from_newspaper = rule_is_on("execution_term_from_newspaper", day)
    return str(PublicationPlace.NEWSPAPER if from_newspaper else PublicationPlace.SITE)


def start_execution(*, measure: Measure, actor: Actor, at: datetime) -> None:
    """Start the term of a measure from the official publication it runs from, unless another day was set or nothing is due.

    What a source tells of the past has the term only where the source gave it: none is counted for it here.
    """
    runs = measure.kind in ACTS and measure.stage == Stage.DUE and measure.due_on is None
    if not runs or measure.ruling.origin == Origin.SOURCE:
        return
    published = measure.ruling.official_publications.filter(place=term_place(court_day(at))).first()
    if published is None:
        return
    clock = start_clock(subject=measure.subject, term=EXECUTION_TERM, starts_on=published.day, actor=actor, at=at)
    measure.due_on = clock.due_on
    measure.save(update_fields=["due_on"])
