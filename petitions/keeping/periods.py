"""Periods of keeping that the Court may set, and what one would touch if it held today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from courtcase.law.keeping import LONGEST
from courtcase.law.models import KeepingTerm, KeepingUnit
from courtcase.law.models.keeping import Disposal
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from petitions.keeping.ends import CASES, STATES, ended_before
from petitions.keeping.unused import unused_before
from petitions.models import KeepingChange, OneTimeCode

# What stays as a part of the record by its row, and may be given a period and two persons all the same.
MAY_END = frozenset({"petition_decided", CASES})
ENDING = frozenset({Disposal.TASK, Disposal.TWO, Disposal.OUTSIDE})


@dataclass(frozen=True)
class Period:
    """So many units; no amount: for ever, or nobody set a period."""

    amount: int | None
    unit: str
    for_ever: bool


def changeable(day: date) -> QuerySet[KeepingTerm]:
    """Return the rows in force on a legal day whose period can be changed: what something or somebody ends."""
    rows = KeepingTerm.objects.on(day).order_by("position", "code")
    ending = rows.filter(disposal__in=ENDING) | rows.filter(code__in=MAY_END)
    return ending.exclude(counted_from="with")


def waiting_changes() -> QuerySet[KeepingChange]:
    """Return the proposals that wait for the second person."""
    return KeepingChange.objects.filter(is_confirmed=None).select_related("rule", "proposed_by").order_by("-pk")


def period_of(rule: KeepingTerm) -> Period:
    """Return the period of a row."""
    return Period(rule.amount, rule.unit, for_ever=rule.for_ever)


def values_of(rule: KeepingTerm, period: Period) -> dict[str, object]:
    """Return what a row that follows `rule` holds of another period, and who then ends the kind."""
    values: dict[str, object] = {"amount": period.amount, "unit": period.unit, "for_ever": period.for_ever}
    if rule.code in MAY_END:
        ends = period.amount is not None
        values |= {"disposal": Disposal.TWO if ends else Disposal.NEVER, "counted_from": "closed" if ends else ""}
    return values


def touched(code: str, period: Period, at: datetime) -> int | None:
    """Return how much of a kind would have reached its end at `at` if the period held, held or not; None: not counted here.

    It reads and changes nothing.
    """
    if period.amount is None:
        return 0
    before = at - period.amount * LONGEST[KeepingUnit(period.unit)]
    if code in STATES or code == CASES:
        return int(ended_before(code, court_day(before)).count())
    if code == "notices":
        return Notice.objects.filter(settled_at__lt=before, address__isnull=False).exclude(address=b"").count()
    if code == "one_time_code":
        return OneTimeCode.objects.filter(expires_at__lt=before).count()
    if code == "account":
        return unused_before(before).count()
    return None
