"""A ruling counts from the day it was adopted, though the paper is certified here some days later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from courtcase.law.models import Clock
from courtcase.operations import OperationError, WrongState
from petitions.models import BenchKind
from petitions.proceedings.operations.call_session import call_session
from rulings.drafting.operations.sign_ruling import sign_ruling
from tests.rulings.desk import Desk

pytestmark = pytest.mark.django_db
KEPT = ("session", "case")
LATER = timedelta(days=4)


def test_the_term_of_the_decision_runs_from_the_acceptance(desk: Desk) -> None:
    draft = desk.complete(desk.draft())
    adopted = desk.walk.now.date()
    desk.walk.now += LATER
    case = sign_ruling(ruling=draft, day=adopted, actor=desk.secretary, at=desk.walk.tick()).case
    assert case is not None
    assert (case.opened_on, case.joined_on) == (adopted, adopted)
    assert Clock.objects.get(subject=case.subject).starts_on == adopted


def test_a_decision_in_time_is_in_time_though_signed_here_later(desk: Desk) -> None:
    draft = desk.complete(desk.final_draft())
    adopted = desk.walk.now.date()
    desk.walk.now += LATER
    case = sign_ruling(ruling=draft, day=adopted, actor=desk.secretary, at=desk.walk.tick()).case
    assert case is not None
    assert case.closed_on == adopted
    assert Clock.objects.get(subject=case.subject).closed_on == adopted


def test_no_session_is_called_on_a_case_that_is_closed_nor_by_a_bench_that_decides_none(desk: Desk) -> None:
    case, bench = desk.case(), desk.walk.cast.judges[:3]
    asked: dict[str, Any] = {"day": desk.walk.now.date(), "presiding": bench[0], "case": case, "actor": desk.secretary}
    with pytest.raises(OperationError) as refused:
        call_session(bench=BenchKind.ACCEPTANCE, judges=bench, at=desk.walk.tick(), **asked)
    assert refused.value.field == "bench"
    desk.sign(desk.complete(desk.final_draft(case)))
    with pytest.raises(WrongState):
        call_session(bench=BenchKind.PANEL, judges=desk.walk.cast.judges[:5], at=desk.walk.tick(), **asked)
