"""Measures: the six months, the body's word and the Court's, and that overdue is derived."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from courtcase.law.models import Clock
from courtcase.law.time import add_months, court_day
from courtcase.operations import NotAllowed, OperationError, StaleVersion, WrongState
from courtcase.people.actors import Actor
from rulings.execution.operations.add_measure import add_measure
from rulings.execution.operations.take_step import confirm_measure, report_measure
from rulings.execution.queries import counts, nearest_page, public_measures, stage_on
from rulings.models import Measure
from rulings.statistics.counting import Year, executed
from tests.rulings.desk import Desk

pytestmark = pytest.mark.django_db
KEPT = ("published",)


@pytest.fixture
def measure(desk: Desk) -> Measure:
    """Return a bill a published ruling calls for."""
    return desk.measure(desk.published())


def officer(desk: Desk) -> Actor:
    """Return the execution officer."""
    return Actor.of(desk.walk.cast.execution_officer)


def test_a_bill_is_due_six_months_from_publication(desk: Desk, measure: Measure) -> None:
    published_on = court_day(measure.ruling.published_at)  # type: ignore[arg-type]
    assert measure.due_on is not None
    assert measure.due_on >= add_months(published_on, 6)
    assert Clock.objects.get(subject=measure.subject).due_on == measure.due_on


def test_a_measure_of_a_draft_gets_its_term_when_published(desk: Desk) -> None:
    ruling = desk.complete(desk.final_draft())
    waiting = desk.measure(ruling)
    assert waiting.due_on is None
    desk.publish(desk.sign(ruling))
    waiting.refresh_from_db()
    assert waiting.due_on is not None


def test_the_bodys_word_does_not_move_the_stage(desk: Desk, measure: Measure) -> None:
    report_measure(measure=measure, stage="introduced", source="letter", actor=officer(desk), at=desk.walk.tick())
    measure.refresh_from_db()
    assert measure.stage == "due"
    assert measure.steps.get().says == "body"


def test_a_report_needs_a_letter(desk: Desk, measure: Measure) -> None:
    with pytest.raises(OperationError):
        report_measure(measure=measure, stage="introduced", actor=officer(desk), at=desk.walk.tick())


def test_the_courts_word_moves_it_and_closes_the_term(desk: Desk, measure: Measure) -> None:
    confirm_measure(measure=measure, stage="introduced", actor=officer(desk), at=desk.walk.tick())
    measure.refresh_from_db()
    assert measure.stage == "introduced"
    assert Clock.objects.get(subject=measure.subject).state == "closed"
    with pytest.raises(WrongState):
        confirm_measure(measure=measure, stage="introduced", actor=officer(desk), at=desk.walk.tick())


def test_it_is_executed_in_the_year_in_which_the_court_confirms_it(desk: Desk, measure: Measure) -> None:
    # In Almaty it is the first of April already.
    at = datetime(2027, 3, 31, 20, tzinfo=UTC)
    confirm_measure(measure=measure, stage="adopted", day=date(2026, 12, 20), actor=officer(desk), at=at)
    assert (executed(Year(2026)).total, executed(Year(2027)).lines["quarter"]) == (0, {"2": 1})


def test_overdue_follows_from_the_day(desk: Desk, measure: Measure) -> None:
    assert measure.due_on is not None
    after = measure.due_on + timedelta(days=1)
    assert (stage_on(measure, measure.due_on), stage_on(measure, after)) == ("due", "overdue")
    assert counts(public_measures(), after) == {"overdue": 1}


@pytest.mark.parametrize("who", ["clerk", "petitioner", "judge1", "secretary"])
def test_others_may_not_report_or_confirm(desk: Desk, measure: Measure, who: str) -> None:
    actor = desk.walk.cast.actor(who)
    with pytest.raises(NotAllowed):
        report_measure(measure=measure, stage="introduced", source="letter", actor=actor, at=desk.walk.tick())
    with pytest.raises(NotAllowed):
        confirm_measure(measure=measure, stage="introduced", actor=actor, at=desk.walk.tick())


def test_two_officers_on_one_measure(desk: Desk, measure: Measure) -> None:
    confirm_measure(measure=measure, stage="introduced", version=1, actor=officer(desk), at=desk.walk.tick())
    with pytest.raises(StaleVersion):
        confirm_measure(measure=measure, stage="adopted", version=1, actor=officer(desk), at=desk.walk.tick())


def test_a_measure_is_said_in_three_languages(desk: Desk) -> None:
    ruling = desk.published()
    with pytest.raises(OperationError) as refused:
        add_measure(ruling=ruling, kind="law", what={"ru": "Внести"}, actor=desk.secretary, at=desk.walk.tick())
    assert refused.value.field == "what_kk"


def test_the_desk_leads_through_every_measure_nearest_term_first(desk: Desk) -> None:
    ruling = desk.published()
    measures = [desk.measure(ruling) for _time in range(5)]
    Measure.objects.filter(pk__in=[one.pk for one in measures[:2]]).update(due_on=None)
    Measure.objects.filter(pk=measures[4].pk).update(due_on=court_day(desk.walk.now))
    seen: list[int] = []
    key = "nonsense"
    while key:
        page, key = nearest_page(public_measures(), after=key, size=2)
        seen += [one.pk for one in page]
    assert seen == [measures[place].pk for place in (4, 2, 3, 0, 1)]
