"""The long changes of data of petitions: made anew in pieces where the way they are made has changed."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from courtcase.long_work.registry import LongWork, register
from petitions.intake.marking import MADE
from petitions.intake.operations.mark_petitions import WORK as MARKING
from petitions.intake.operations.mark_petitions import mark_next, unmarked

register(
    LongWork(
        name=MARKING,
        title=_("Marks by which petitions are found"),
        version=lambda: str(MADE),
        piece=mark_next,
        count=lambda: unmarked().count(),
        # What the minute's job passed over, and what could not be marked, is tried again.
        again_after=timedelta(days=1),
    )
)
