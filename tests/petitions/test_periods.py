"""A period of keeping is changed by two persons, by a page, as a new dated row; what it would touch is shown before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from courtcase.law.keeping import keeping_on
from courtcase.law.models import KeepingTerm
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.register.models import Event
from petitions.keeping.operations.change_period import confirm_period, propose_period
from petitions.keeping.periods import Period
from petitions.models import KeepingChange
from tests.petitions.acts import signed_in
from tests.petitions.disposing import withdrawn
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
ADDRESS = "/en/keeping/periods/petition_returned/"


def fields(**changes: str) -> dict[str, str]:
    """Return what the form sends."""
    day = court_day(timezone.now())
    whole = {"how": "amount", "amount": "7", "unit": "year", "applies_from": f"{day:%d.%m.%Y}", "order": "Order No. 12"}
    return whole | changes


def test_two_persons_change_it_by_the_page(walk: Walk) -> None:
    withdrawn(walk)
    officer, chair = signed_in(walk.cast.data_protection), signed_in(walk.cast.chair)
    assert "Petitions returned or withdrawn" in officer.get("/en/keeping/periods/").content.decode()
    looked = officer.get(ADDRESS, fields()).content.decode()
    assert "If it held today, 0 would have reached their end." in looked
    assert "Nothing is changed yet" in looked
    assert not KeepingChange.objects.exists()
    there = officer.post(ADDRESS, fields())
    assert there.status_code == 302, there.content.decode()
    change = KeepingChange.objects.get()
    page = there["Location"]
    assert "You proposed this change" in officer.get(page).content.decode()
    assert officer.post(f"{page}confirm/").status_code == 404, "never by the same"
    old = KeepingTerm.objects.on(court_day(timezone.now())).get(code="petition_returned")
    assert old.amount == 5
    assert chair.post(f"{page}confirm/").status_code == 302
    new = keeping_on("petition_returned", court_day(timezone.now()))
    assert new is not None
    assert (new.amount, new.is_obeyed, new.confirmed_by) == (7, True, "Order No. 12")
    old.refresh_from_db()
    assert old.applies_to == court_day(timezone.now()) - timedelta(days=1), "the old row stays for what was done by it"
    change.refresh_from_db()
    assert (change.is_confirmed, change.made) == (True, new)
    names = list(Event.objects.filter(subject=new.subject).order_by("pk").values_list("name", flat=True))
    assert names[-4:] == [
        "keeping.change_proposed",
        "rule.superseded",
        "rule.confirmed",
        "keeping.change_confirmed",
    ]
    assert "decided already" in chair.post(f"{page}reject/", follow=True).content.decode()


def test_rejected_the_period_stays(walk: Walk) -> None:
    page = signed_in(walk.cast.data_protection).post(ADDRESS, fields(how="for_ever", amount=""))["Location"]
    assert signed_in(walk.cast.chair).post(f"{page}reject/").status_code == 302
    row = keeping_on("petition_returned", court_day(timezone.now()))
    assert row is not None
    assert row.amount == 5


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"amount": ""}, "Write a number from 1 to 1000."),
        ({"amount": "seven"}, "Write a whole number."),
        ({"amount": "5000"}, "Write a number from 1 to 1000."),
        ({"amount": "5"}, "This is the period that is set already."),
        ({"unit": "century"}, "Choose a unit."),
        ({"how": ""}, "Choose how long."),
        ({"order": " "}, "Write the order that sets the period."),
        ({"order": "asked by a@b.kz"}, "Leave out personal data"),
        ({"applies_from": "01.01.2023"}, "A period is changed from today on"),
    ],
)
def test_what_is_wrong_is_said(walk: Walk, wrong: dict[str, str], words: str) -> None:
    answer = signed_in(walk.cast.data_protection).post(ADDRESS, fields(**wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not KeepingChange.objects.exists()


def test_nobody_else_and_not_every_kind(walk: Walk) -> None:
    for who in ("clerk", "petitioner", "judge1"):
        assert signed_in(getattr(walk.cast, who)).get("/en/keeping/periods/").status_code == 404
    assert signed_in(walk.cast.chair).get(ADDRESS).status_code == 404, "the Chair confirms and does not propose"
    officer = signed_in(walk.cast.data_protection)
    for code in ("register", "ruling", "preview", "nothing"):
        assert officer.get(f"/en/keeping/periods/{code}/").status_code == 404


def test_one_change_waits_at_a_time_and_the_database_refuses_one_person_for_both(walk: Walk) -> None:
    at, rule = timezone.now(), KeepingTerm.objects.on(court_day(timezone.now())).get(code="petition_returned")
    actor = walk.cast.actor("data_protection")
    change = propose_period(
        rule=rule,
        period=Period(8, "year", for_ever=False),
        applies_from=court_day(at),
        order="Order No. 1",
        actor=actor,
        at=at,
    )
    with pytest.raises(WrongState):
        propose_period(
            rule=rule,
            period=Period(9, "year", for_ever=False),
            applies_from=court_day(at),
            order="Order No. 2",
            actor=actor,
            at=at,
        )
    with pytest.raises(NotAllowed):
        confirm_period(change=change, actor=actor, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeepingChange.objects.update(decided_by=walk.cast.data_protection)
    with pytest.raises((NotAllowed, OperationError)):
        confirm_period(change=change, actor=walk.cast.actor("clerk"), at=at)
