"""Periods of keeping that the Court may set, and what one would touch if it held today."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.db.models import QuerySet

from courtcase.law.keeping import LONGEST
from courtcase.law.models import KeepingTerm, KeepingUnit
from courtcase.law.models.keeping import Disposal
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from petitions.keeping.ends import CASES, STATES, ended_before
from petitions.keeping.unused import unused_before
from petitions.models import KeepingChange, OneTimeCode

# What stays as a part of the record by its row, and may be given a period and two persons all the same.
CONFIRMS = "keeping.confirm_period"
# The least that people may set for a kind: a setting of this site against slips of the hand, no rule of law.
LEAST_FILE = Path(__file__).with_name("least.csv")
MAY_END = frozenset({"petition_decided", CASES})
ENDING = frozenset({Disposal.TASK, Disposal.TWO, Disposal.OUTSIDE})


@dataclass(frozen=True)
class Period:
    """So many units; no amount: for ever, or nobody set a period."""

    amount: int | None
    unit: str
    for_ever: bool

    @property
    def longest(self) -> timedelta | None:
        """Return the longest it can be; None: it has no end, or nobody set one."""
        return None if self.amount is None else self.amount * LONGEST[KeepingUnit(self.unit)]

    def is_shorter_than(self, other: Period) -> bool:
        """Say whether things would reach their end by it sooner than by another; any period is shorter than none."""
        if self.longest is None:
            return False
        return other.longest is None or self.longest < other.longest


def changeable(day: date) -> QuerySet[KeepingTerm]:
    """Return the rows in force on a legal day whose period can be changed: what something or somebody ends."""
    rows = KeepingTerm.objects.on(day).order_by("position", "code")
    ending = rows.filter(disposal__in=ENDING) | rows.filter(code__in=MAY_END)
    return ending.exclude(counted_from="with")


def waiting_changes() -> QuerySet[KeepingChange]:
    """Return the proposals that wait for the second person."""
    return KeepingChange.objects.filter(is_confirmed=None).select_related("rule", "proposed_by").order_by("-pk")


def changes_to_decide(actor: Actor, at: datetime) -> list[KeepingChange]:
    """Return the proposals that wait for this actor's word at `at`: none for who may not confirm, and no own one."""
    if actor.account is None or not may(actor, CONFIRMS, at):
        return []
    return list(waiting_changes().exclude(proposed_by=actor.account))


@cache
def least() -> dict[str, timedelta]:
    """Return the least period that may be set, by the code of its kind; a kind that is not there has none."""
    with LEAST_FILE.open(encoding="utf-8", newline="") as file:
        return {row["kind"]: timedelta(days=int(row["days"])) for row in csv.DictReader(file)}


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
    before = at - (period.longest or timedelta())
    if code in STATES or code == CASES:
        return int(ended_before(code, court_day(before)).count())
    if code == "notices":
        return Notice.objects.filter(settled_at__lt=before, address__isnull=False).exclude(address=b"").count()
    if code == "one_time_code":
        return OneTimeCode.objects.filter(expires_at__lt=before).count()
    if code == "account":
        return unused_before(before).count()
    return None


def newly_over(rule: KeepingTerm, period: Period, at: datetime) -> int | None:
    """Return how much of a kind could be destroyed at `at` because a period held in place of the row's; None: not counted."""
    would = touched(rule.code, period, at)
    does = touched(rule.code, period_of(rule), at) if rule.is_obeyed else 0
    return None if would is None or does is None else max(would - does, 0)
