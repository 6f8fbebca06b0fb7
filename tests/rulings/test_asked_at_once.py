"""Bodies that ask for a later day at once, and officers who answer at once: one asking of each, one answer, one term."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from courtcase.operations import OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.register.models import Event
from rulings.execution.operations.answer_asking import answer_asking
from rulings.execution.operations.name_bodies import name_answerable
from rulings.execution.operations.tell_of_measure import ask_court
from rulings.models import Measure, MeasureAsking
from tests.cast import Cast
from tests.petitions.walk import Walk
from tests.real_commits import RealDatabase
from tests.rulings.desk import Desk
from tests.rulings.test_numbers_at_once import at_once

pytestmark = pytest.mark.faults
WORDS = "The working group ends its work in the summer."


def asking(desk: Desk, measure: Measure, who: Account, until: date) -> Callable[[], MeasureAsking]:
    """Return the act of asking for a later day."""
    actor, at = Actor.of(who), desk.walk.now + timedelta(minutes=5)
    return lambda: ask_court(measure=measure, kind="prolong", words=WORDS, until=until, actor=actor, at=at)


def answering(desk: Desk, asked: MeasureAsking, *, granted: bool = True) -> Callable[[], MeasureAsking]:
    """Return the act of answering for the Court."""
    actor, at = Actor.of(desk.walk.cast.execution_officer), desk.walk.now + timedelta(minutes=9)
    return lambda: answer_asking(
        asking=asked, granted=granted, words="In the matter of it: so be it.", actor=actor, at=at
    )


def given_to(measure: Measure, desk: Desk, kind: str) -> Measure:
    """Let an institution of the cast answer for the measure, and return it as it stands."""
    name_answerable(
        measure=measure,
        institution=desk.walk.cast.institution(kind),
        actor=Actor.of(desk.walk.cast.execution_officer),
        at=desk.walk.tick(),
    )
    measure.refresh_from_db()
    return measure


def test_two_bodies_ask_at_once_and_one_term_comes_of_it(real_commits: RealDatabase) -> None:
    desk = Desk(Walk(Cast()))
    cast = desk.walk.cast
    measure = given_to(desk.measure(desk.published()), desk, "commissioner")
    first = measure.due_on
    assert first is not None
    soon, later = first + timedelta(days=20), first + timedelta(days=40)
    # Two people of the one body ask at once, and the other body, which does not answer for it, with them.
    results = at_once(
        asking(desk, measure, cast.commissioner_officer, soon),
        asking(desk, measure, cast.commissioner_head, later),
        asking(desk, measure, cast.prosecutor_officer, later),
    )
    asked = [one for one in results if isinstance(one, MeasureAsking)]
    assert (len(asked), sum(isinstance(one, OperationError) for one in results)) == (1, 2)
    # Handed on meanwhile: the other body asks as well, and both wait for the Court.
    given_to(measure, desk, "prosecutor")
    other = asking(desk, measure, cast.prosecutor_officer, later)()
    assert MeasureAsking.objects.filter(measure=measure, answered_at=None).count() == 2
    # Three officers answer at once: the old body's day can be granted no more, the new one's is granted once.
    answers = at_once(answering(desk, asked[0]), answering(desk, other), answering(desk, other))
    assert sum(isinstance(one, WrongState) for one in answers) == 2
    measure.refresh_from_db()
    assert (measure.due_on, measure.first_due_on) == (later, first)
    assert [one.granted for one in MeasureAsking.objects.order_by("pk")] == [None, True]
    assert Event.objects.filter(subject=measure.subject, name="measure.answered").count() == 1
    # Granted and not granted at the same moment: whichever came first stands.
    again = asking(desk, measure, cast.prosecutor_officer, later + timedelta(days=9))()
    both = at_once(answering(desk, again), answering(desk, again, granted=False))
    assert sum(isinstance(one, WrongState) for one in both) == 1
    again.refresh_from_db()
    measure.refresh_from_db()
    assert (measure.due_on == again.until) is again.granted
