"""Terms for corrections that ran out while the demonstration's story went on."""

from __future__ import annotations

from datetime import date, timedelta

from courtcase.law.models import Clock
from courtcase.law.models.clocks import ClockState
from petitions.intake.operations.lapse_cures import lapse_cure
from petitions.models import Petition
from rulings.demo.diary import LOADER
from rulings.demo.times import instant

MORNING = 9 * 60


def lapse_passed(*, day: date) -> set[int]:
    """Let the terms of synthetic petitions lapse that ended before `day`, each on the morning after; return their subjects."""
    passed = Clock.objects.filter(
        state=ClockState.OPEN, term__code="cure", due_on__lt=day, subject__petition__synthetic=True
    )
    due = dict(passed.values_list("subject", "due_on"))
    for petition in Petition.objects.filter(subject__in=due).order_by("pk"):
        at = instant(due[petition.subject_id] + timedelta(days=1), MORNING)
        lapse_cure(petition=petition, actor=LOADER, at=at)
    return set(due)
