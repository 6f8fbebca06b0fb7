"""Questions about running terms."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Min, QuerySet

from courtcase.law.models import Clock
from courtcase.law.models.clocks import ClockState
from courtcase.register.models import Subject


def open_clocks(subject: Subject) -> QuerySet[Clock]:
    """Return the terms that run or are suspended for `subject`, the nearest first, each with its row of law."""
    return Clock.objects.filter(subject=subject).exclude(state=ClockState.CLOSED).select_related("term")


def nearest_due(subject: Subject, *, without: Collection[str] = ()) -> date | None:
    """Return the nearest last legal day among the terms that run for `subject`; None where none runs.

    Terms whose codes are in `without` are passed over.
    """
    running = Clock.objects.filter(subject=subject, state=ClockState.OPEN)
    if without:
        running = running.exclude(term__code__in=list(without))
    return running.aggregate(nearest=Min("due_on"))["nearest"]


def overdue_clocks(day: date) -> QuerySet[Clock]:
    """Return the running terms whose last legal day is before `day`, the oldest first."""
    return Clock.objects.filter(state=ClockState.OPEN, due_on__lt=day).select_related("term", "subject")
