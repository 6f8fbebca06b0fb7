"""The whole demonstration: three hundred petitions in every state, the same for everybody who counts back from one day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from courtcase.people.cast import MEMBER_BY_KEY
from courtcase.people.models import Account
from courtcase.register.verification import verify
from petitions.models import (
    AgendaItem,
    Case,
    Letter,
    LetterStatus,
    Petition,
    QueueEntry,
    ReturnOutcome,
    StudyAssignment,
)
from petitions.workflow import State
from rulings.demo.load import Loaded, load
from rulings.models import Ruling
from tests.real_commits import RealDatabase

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 6, tzinfo=UTC)
pytestmark = pytest.mark.faults


def loaded(count: int) -> Loaded:
    """Load a demonstration in which nothing may fail."""
    return load(password="three plain words and 7", count=count, today=TODAY, at=AT, say=print, strict=True)


def facts() -> list[tuple[str | None, str, str, str]]:
    """Return what a reader would see of every petition."""
    rows = Petition.objects.order_by("created_at").values_list(
        "register_number", "state", "petitioner_kind", "language"
    )
    return list(rows)


@pytest.mark.django_db
def test_two_loads_of_one_day_are_the_same() -> None:
    found = []
    for _ in range(2):
        with transaction.atomic():
            loaded(40)
            found.append(facts())
            transaction.set_rollback(True)
    assert found[0] == found[1]


def test_three_hundred_petitions_stand_in_every_state(real_commits: RealDatabase) -> None:
    assert loaded(300).abandoned == 0
    assert Petition.objects.count() == 303
    assert set(Petition.objects.values_list("state", flat=True)) == set(State)
    assert set(Petition.objects.values_list("language", flat=True)) == {"kk", "ru"}
    numbers = Petition.objects.filter(register_number__startswith="2026/").values_list("register_number", flat=True)
    assert sorted(int(str(number).split("/")[1]) for number in numbers) == list(range(1, len(numbers) + 1))
    every_desk_has_something()
    letters_stand_in_the_outgoing_register()
    verify()


def letters_stand_in_the_outgoing_register() -> None:
    """Assert that returns left with a letter that has its number, and that some wait for the head's signature."""
    left = Letter.objects.filter(prepared_return__outcome=ReturnOutcome.LEFT)
    assert left.count() >= 10
    assert set(left.exclude(number="").values_list("status", flat=True)) == {LetterStatus.SENT}
    assert not left.filter(number="").exists()
    assert Letter.objects.filter(status=LetterStatus.PREPARED).count() >= 1


def every_desk_has_something() -> None:
    """Assert that each of the Court finds work: clerks, judges, secretary, publisher; and cases as courts have them."""
    clerk = Account.objects.get(email=MEMBER_BY_KEY["clerk"].email)
    assert QueueEntry.objects.filter(assignee=clerk, state=State.SCREENING).exists()
    for key in ("judge1", "judge2", "judge3"):
        judge = Account.objects.get(email=MEMBER_BY_KEY[key].email)
        assert StudyAssignment.objects.filter(judge=judge, reported_at=None).exists()
    assert AgendaItem.objects.filter(sitting__held_at=None).exists()
    cases = Case.objects.filter(state="preparation")
    assert any(case.petitions.count() >= 3 for case in cases)
    assert any(case.rapporteurs.filter(ended_at=None).count() == 2 for case in cases)
    assert Ruling.objects.filter(state="draft", kind="conformity_review", number_value=None).count() == 1
