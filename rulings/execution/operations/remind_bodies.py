"""Sixty, thirty and seven days before its end, and once it ran out, the bodies are reminded of a measure's term."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from rulings.execution.queries import overdue
from rulings.execution.telling import tell_body
from rulings.models import Measure, RulingState
from rulings.models.measures import PENDING

# Calendar days before the last day of a measure's term; house rule, no law names them.
DAYS_BEFORE = (60, 30, 7)
RAN_OUT = "ran_out"


@operation
def remind_bodies(*, actor: Actor, at: datetime) -> int:
    """Owe the reminders of the legal day in which `at` lies; each once for a term. Returns how many measures they are of.

    A day on which nothing ran is made up for: who missed “30 days” is told of the days that are really left.
    Raises NotAllowed for anyone but the system.
    """
    if not actor.is_system:
        raise NotAllowed()
    today = court_day(at)
    published = Measure.objects.filter(ruling__state=RulingState.PUBLISHED).select_related("subject")
    near = published.filter(stage__in=sorted(PENDING), due_on__range=(today, today + timedelta(days=max(DAYS_BEFORE))))
    found = [(one, str(mark_of(one, today))) for one in near.order_by("pk").iterator()]
    found += [(one, RAN_OUT) for one in published.filter(overdue(today)).order_by("pk").iterator()]
    for measure, mark in found:
        key = f"{measure.due_on}:{mark}"
        bodies = {measure.answerable_id, *measure.doers.values_list("institution", flat=True)}
        for body in sorted(body for body in bodies if body is not None):
            tell_body(measure=measure, institution=body, event="measure.term_ends", key=key, at=at)
    return len(found)


def mark_of(measure: Measure, today: date) -> int:
    """Return of which of the marks a measure whose term still runs is to be reminded."""
    left = (measure.due_on - today).days if measure.due_on else max(DAYS_BEFORE)
    return min(mark for mark in DAYS_BEFORE if mark >= left)
