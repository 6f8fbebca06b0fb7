"""A period of keeping is changed by two persons, by a page, as a new dated row; what it would touch is shown before."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from courtcase.frame.navigation import first_page
from courtcase.law.keeping import keeping_on
from courtcase.law.models import KeepingTerm
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.register.models import Event
from petitions.keeping.ends import KINDS
from petitions.keeping.operations.change_period import confirm_period, propose_period
from petitions.keeping.periods import Period, changeable, least
from petitions.models import KeepingChange, Petition
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


def seen(page: Any) -> str:
    """Return what a page carries as looked at."""
    found = re.search(r'name="seen"(?: value="([^"]*)")?', page.content.decode())
    assert found
    return found.group(1) or ""


def looked(officer: Client, address: str = ADDRESS, **changes: str) -> dict[str, str]:
    """Look at what a period would touch, and return what the form then sends."""
    return fields(**changes) | {"seen": seen(officer.post(address, fields(**changes)))}


def test_two_persons_change_it_by_the_page(walk: Walk) -> None:
    withdrawn(walk)
    officer, chair = signed_in(walk.cast.data_protection), signed_in(walk.cast.chair)
    assert "Petitions returned or withdrawn" in officer.get("/en/keeping/periods/").content.decode()
    shown = officer.post(ADDRESS, fields())
    assert "If “7 years” held today, 0 would have reached their end." in shown.content.decode()
    assert "Nothing is changed yet" in shown.content.decode()
    assert "SHORTER" not in shown.content.decode()
    assert not KeepingChange.objects.exists()
    there = officer.post(ADDRESS, fields(seen=seen(shown)))
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
    officer = signed_in(walk.cast.data_protection)
    page = officer.post(ADDRESS, looked(officer, how="for_ever", amount=""))["Location"]
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
        ({"how": "for_ever"}, "Leave the number empty where there is no end"),
        ({"amount": "1", "unit": "hour"}, "Choose a unit."),
        ({"amount": "29", "unit": "calendar_day"}, "For this kind at least 30 days can be set."),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_shown(walk: Walk, wrong: dict[str, str], words: str) -> None:
    officer = signed_in(walk.cast.data_protection)
    for sent in (fields(**wrong), fields(**wrong) | {"seen": seen(officer.post(ADDRESS, fields()))}):
        answer = officer.post(ADDRESS, sent)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "held today" not in answer.content.decode()
        assert seen(answer) == "", "what was looked at before is looked at again"
    assert not KeepingChange.objects.exists()


def test_only_what_was_looked_at_is_proposed(walk: Walk) -> None:
    officer = signed_in(walk.cast.data_protection)
    sent = looked(officer)
    other = officer.post(ADDRESS, sent | {"amount": "9"})
    assert other.status_code == 200
    assert "This is another period than the one you looked at" in other.content.decode()
    assert "If “9 years” held today" in other.content.decode()
    assert not KeepingChange.objects.exists()
    assert other.content.decode().count('name="amount"') == 1, "one form"
    assert officer.post(ADDRESS, sent | {"amount": "9", "seen": seen(other)}).status_code == 302
    assert KeepingChange.objects.get().amount == 9
    assert "Order" not in officer.get(ADDRESS, fields()).content.decode().split("id_order")[-1], (
        "nothing by the address"
    )


def test_a_shorter_period_is_said_loudly_and_meant_by_both(walk: Walk) -> None:
    withdrawn(walk)
    Petition.objects.update(closed_on=court_day(timezone.now()) - timedelta(days=800))
    officer, chair = signed_in(walk.cast.data_protection), signed_in(walk.cast.chair)
    sent = looked(officer, amount="1")
    refused = officer.post(ADDRESS, sent)
    assert refused.status_code == 422
    loud = ("from “5 years” to “1 year”", "Because of it 1 more could be destroyed today.", 'name="means_shorter"')
    for words in (*loud, "Tick that you mean the shorter period"):
        assert words in refused.content.decode()
    page = officer.post(ADDRESS, sent | {"means_shorter": "on", "seen": seen(refused)})["Location"]
    whole = chair.get(page).content.decode()
    assert all(words in whole for words in loud)
    assert chair.post(f"{page}confirm/").status_code == 422
    assert KeepingChange.objects.get().is_confirmed is None
    assert chair.post(f"{page}confirm/", {"means_shorter": "on"}).status_code == 302
    row = keeping_on("petition_returned", court_day(timezone.now()))
    assert row is not None
    assert row.amount == 1


def test_a_tick_for_another_period_is_not_kept(walk: Walk) -> None:
    officer = signed_in(walk.cast.data_protection)
    sent = looked(officer, amount="2") | {"means_shorter": "on"}
    assert (
        "checked" not in officer.post(ADDRESS, sent | {"amount": "1"}).content.decode().split("means_shorter")[1][:80]
    )


def test_no_operation_takes_less_than_the_least_of_a_kind(walk: Walk) -> None:
    assert {*KINDS, "account"} <= set(least())
    day = court_day(timezone.now())
    assert set(least()) <= set(changeable(day).values_list("code", flat=True)), "no setting of what cannot be changed"
    for code, period in (
        ("account", Period(1, "hour", for_ever=False)),
        ("case", Period(1, "calendar_day", for_ever=False)),
    ):
        with pytest.raises(OperationError):
            propose_period(
                rule=KeepingTerm.objects.on(day).get(code=code),
                period=period,
                applies_from=day,
                order="Order No. 3",
                actor=walk.cast.actor("data_protection"),
                at=timezone.now(),
                means_shorter=True,
            )
    page = signed_in(walk.cast.data_protection).get("/en/keeping/periods/account/").content.decode()
    assert 'value="hour"' not in page


def test_a_waiting_change_stands_where_the_work_of_who_confirms_begins(walk: Walk) -> None:
    officer, chair = signed_in(walk.cast.data_protection), signed_in(walk.cast.chair)
    page = officer.post(ADDRESS, looked(officer))["Location"]
    for address in (
        first_page(actor=walk.cast.actor("chair"), at=timezone.now()) or "",
        "/en/proceedings/desk/",
        "/en/keeping/",
    ):
        address = f"/en/{address.split('/', 2)[2]}"
        assert page in chair.get(address).content.decode(), address
    assert page not in officer.get("/en/keeping/").content.decode(), "not to who proposed it"
    assert page not in signed_in(walk.cast.judge1).get("/en/proceedings/desk/").content.decode()
    chair.post(f"{page}reject/")
    assert page not in chair.get("/en/proceedings/desk/").content.decode()


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
