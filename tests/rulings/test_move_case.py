"""Rulings by which a case goes on: signing does it, the clock shows which ruling did, and the petitioner is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from courtcase.law.models import Clock
from courtcase.law.models.clocks import ClockState
from courtcase.law.queries import open_clocks
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.operations import OperationError, WrongState
from petitions.models import BenchKind, Case, CaseState
from petitions.proceedings.operations.call_session import call_session
from petitions.proceedings.operations.move_case import suspend_case
from petitions.proceedings.operations.resolve_petition import RulingReference
from rulings.drafting.operations.draft_ruling import draft_ruling
from rulings.models import Ruling
from tests.petitions.acts import signed_in
from tests.petitions.proceedings.prepared import prepare_case
from tests.petitions.walk import TICK
from tests.rulings.desk import Desk

pytestmark = pytest.mark.django_db
KEPT = ("case",)


def drafted(desk: Desk, kind: str, case: Case, **keywords: Any) -> Ruling:
    """Return a complete draft of a ruling by which the case goes on."""
    sitting = desk.sitting(case)
    ruling = draft_ruling(kind=kind, case=case, sitting=sitting, actor=desk.secretary, at=desk.walk.tick(), **keywords)
    return desk.complete(ruling)


def clock_of(case: Case) -> Clock:
    """Return the term of the decision that runs in a case."""
    return open_clocks(case.subject).get(term__code__startswith="final_decision")


def test_extension_moves_the_term_and_names_its_ruling(desk: Desk) -> None:
    case = desk.case()
    before = clock_of(case)
    ruling = desk.sign(drafted(desk, "extension", case, extends_by=1, extends_unit="month"))
    after = clock_of(case)
    assert after.due_on > before.due_on
    assert after.changes.get().ruling == ruling.number_ru
    petition = case.petitions.get()
    assert Notice.objects.filter(subject=petition.subject, event="petition.term_extended").exists()
    page = signed_in(desk.walk.cast.secretary).get(f"/ru/proceedings/cases/{case.public_id}/").content.decode()
    assert ruling.number_ru in page
    assert case.docket.latest("number").answer.ruling_uuid == ruling.subject.uuid  # type: ignore[union-attr]


def test_suspension_and_resumption_hold_the_term_for_their_days(desk: Desk) -> None:
    case = desk.case()
    desk.sign(drafted(desk, "suspension", case))
    held = clock_of(case)
    assert held.state == ClockState.SUSPENDED
    reference = RulingReference(case.subject.uuid, "suspension", "9", court_day(desk.walk.now))
    with pytest.raises(WrongState):
        suspend_case(case=case, ruling=reference, actor=desk.secretary, at=desk.walk.tick())
    desk.walk.now += 10 * 24 * 60 * TICK
    desk.sign(drafted(desk, "resumption", case))
    again = clock_of(case)
    assert again.state == ClockState.OPEN
    assert (again.due_on - held.due_on).days >= 10
    again_drafted = drafted(desk, "resumption", case)
    with pytest.raises(WrongState):
        desk.sign(again_drafted)


def test_joinder_carries_petitions_papers_and_those_who_take_part(desk: Desk) -> None:
    into, case = desk.case(), desk.case()
    prepare_case(desk.walk, case)
    before = into.docket.count()
    ruling = desk.sign(drafted(desk, "joinder", case, join=into))
    case.refresh_from_db()
    assert (case.state, case.joined_into) == (CaseState.JOINED, into)
    assert into.petitions.count() == 2
    assert not open_clocks(case.subject).exists()
    kinds = list(into.docket.filter(number__gt=before).order_by("number").values_list("kind", flat=True))
    assert kinds == ["petition", "report", "ruling", "request", "ruling"]
    client = signed_in(desk.walk.cast.secretary)
    page = client.get(f"/ru/proceedings/cases/{into.public_id}/docket/{before + 4}/").content.decode()
    assert "What is the practice" in page
    assert "Сарапшыға сұрау" in client.get(f"/ru/proceedings/cases/{into.public_id}/").content.decode()
    assert client.get(f"/ru/proceedings/cases/{case.public_id}/").status_code == 200
    assert into.participants.get().account == desk.walk.cast.stranger
    assert into.docket.latest("number").answer.ruling_uuid == ruling.subject.uuid  # type: ignore[union-attr]


def test_joinder_waits_for_sessions_that_are_called(desk: Desk) -> None:
    into, case = desk.case(), desk.case()
    ruling = drafted(desk, "joinder", case, join=into)
    bench = desk.walk.cast.judges[:5]
    call_session(
        bench=BenchKind.PANEL,
        day=court_day(desk.walk.now) + timedelta(days=3),
        judges=bench,
        presiding=bench[0],
        case=case,
        actor=desk.secretary,
        at=desk.walk.tick(),
    )
    with pytest.raises(WrongState):
        desk.sign(ruling)
    case.refresh_from_db()
    assert case.state == CaseState.PREPARATION


def test_severance_gives_a_petition_a_case_of_its_own(desk: Desk) -> None:
    case = desk.case()
    desk.sign(desk.complete(desk.draft(join=case)))
    second = case.petitions.latest("pk")
    desk.sign(drafted(desk, "severance", case, petition=second))
    second.refresh_from_db()
    assert second.case is not None
    assert second.case != case
    assert case.petitions.count() == 1
    assert clock_of(second.case).starts_on == second.answers.filter(kind="acceptance").get().day
    assert second.case.rapporteurs.get().judge == desk.walk.cast.judge1
    kinds = list(second.case.docket.order_by("number").values_list("kind", flat=True))
    assert kinds == ["petition", "report", "ruling"]


def test_the_only_petition_is_not_severed(desk: Desk) -> None:
    case = desk.case()
    ruling = drafted(desk, "severance", case, petition=case.petitions.get())
    with pytest.raises(WrongState):
        desk.sign(ruling)


@pytest.mark.parametrize(
    ("kind", "keywords", "field"),
    [("joinder", {}, "join"), ("extension", {}, "extends_by"), ("severance", {}, "petition")],
)
def test_a_draft_says_what_changes(desk: Desk, kind: str, keywords: dict[str, Any], field: str) -> None:
    case = desk.case()
    with pytest.raises(OperationError) as refused:
        draft_ruling(kind=kind, case=case, actor=desk.secretary, at=desk.walk.tick(), **keywords)
    assert refused.value.field == field


def test_is_drafted_by_page(desk: Desk) -> None:
    case = desk.case()
    sent = {"kind": "extension", "case": case.public_id, "extends_by": "1", "extends_unit": "month"}
    assert signed_in(desk.walk.cast.secretary).post("/ru/desk/rulings/new/", sent).status_code == 303
    assert Ruling.objects.latest("pk").extends_by == 1
