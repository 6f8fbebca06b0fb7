"""The board of clocks, and what the heads of the work are told of terms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courtcase.law.clocks import suspend_clock
from courtcase.law.models import Clock
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.people.actors import Actor
from petitions.intake.operations.escalate import escalate_terms
from petitions.models import Petition, QueueEntry
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
BOARD = "/en/intake/clocks/?whose={whose}&when={when}"
MOST_STATEMENTS = 12


def ends_in(petition: Petition, days: int, walk: Walk) -> Clock:
    """Let the term of screening end `days` after today, and return it."""
    clock = Clock.objects.get(subject=petition.subject, term__code="screening")
    Clock.objects.filter(pk=clock.pk).update(due_on=court_day(timezone.now()) + timedelta(days=days))
    return clock


def board(walk: Walk, key: str, *, whose: str = "all", when: str = "out") -> str:
    """Return the board as a member of the cast sees it."""
    answer = signed_in(getattr(walk.cast, key)).get(BOARD.format(whose=whose, when=when))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("days", "when"), [(-2, "out"), (0, "today"), (5, "week"), (30, "later")])
def test_a_term_stands_where_it_ends_and_says_why(walk: Walk, days: int, when: str) -> None:
    petition = walk.screening()
    ends_in(petition, days, walk)
    for name in ("out", "today", "week", "later", "suspended"):
        assert (str(petition.public_id) in board(walk, "head_of_intake", when=name)) == (name == when)
    assert "15 calendar days from" in board(walk, "clerk", when=when)


def test_mine_and_my_teams_are_mine_and_my_teams(walk: Walk) -> None:
    petition = walk.screening()
    ends_in(petition, -1, walk)
    Petition.objects.filter(pk=petition.pk).update(assignee=None)
    QueueEntry.objects.filter(petition=petition).update(assignee=None)
    assert str(petition.public_id) not in board(walk, "clerk", whose="mine")
    Petition.objects.filter(pk=petition.pk).update(assignee=walk.cast.clerk)
    QueueEntry.objects.filter(petition=petition).update(assignee=walk.cast.clerk)
    assert str(petition.public_id) in board(walk, "clerk", whose="mine")
    assert str(petition.public_id) not in board(walk, "head_of_intake", whose="mine")
    assert str(petition.public_id) not in board(walk, "clerk", whose="team")
    assert str(petition.public_id) not in board(walk, "judge1")


def test_a_suspended_term_names_its_ruling(walk: Walk) -> None:
    petition = walk.screening()
    clock = Clock.objects.get(subject=petition.subject, term__code="screening")
    suspend_clock(clock=clock, ruling="П-7", day=court_day(walk.now), actor=Actor.system("tests"), at=walk.tick())
    text = board(walk, "chair", when="suspended")
    assert str(petition.public_id) in text
    assert "П-7" in text


@pytest.mark.parametrize("key", ["petitioner", "stranger", "publisher", "auditor"])
def test_others_see_no_board(walk: Walk, key: str) -> None:
    assert signed_in(getattr(walk.cast, key)).get(BOARD.format(whose="all", when="out")).status_code == 404


def test_more_terms_cost_no_more_statements(walk: Walk) -> None:
    def statements() -> int:
        client = signed_in(walk.cast.head_of_intake)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(BOARD.format(whose="all", when="out")).status_code == 200
        return len(seen)

    ends_in(walk.screening(), -1, walk)
    one = statements()
    ends_in(walk.screening(), -1, walk)
    ends_in(walk.screening(), -3, walk)
    assert statements() == one <= MOST_STATEMENTS


def test_the_head_is_told_once_that_a_term_is_near_and_once_that_it_ran_out(walk: Walk) -> None:
    head = walk.cast.head_of_intake
    petition = walk.screening()
    due = Clock.objects.get(subject=petition.subject, term__code="screening").due_on
    told = Notice.objects.filter(subject=petition.subject, recipient=head, event__startswith="petition.term_")
    actor = Actor.system("petitions.remind")
    for days, events in (
        (-2, []),
        (-1, ["petition.term_near"]),
        (0, ["petition.term_near"]),
        (1, ["petition.term_near", "petition.term_ran_out"]),
        (2, ["petition.term_near", "petition.term_ran_out"]),
    ):
        at = walk.now + (due + timedelta(days=days) - court_day(walk.now))
        escalate_terms(actor=actor, at=at)
        escalate_terms(actor=actor, at=at)
        assert list(told.order_by("pk").values_list("event", flat=True)) == events, days
