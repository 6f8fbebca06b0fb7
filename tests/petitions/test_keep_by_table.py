"""The daily work obeys the table: what its rows say, and nothing of a kind whose period nobody set."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courtcase.law.keeping import keeping_on, kept_for
from courtcase.law.operations import supersede_rule
from courtcase.notices.models import Notice
from courtcase.notices.schedule import DAILY
from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from courtcase.people.models import OfficerOffer
from courtcase.register.operations import place_hold
from petitions.keeping.operations.keep import JOB, keep_by_table
from petitions.models import CodePurpose, OneTimeCode, Petition
from tests.petitions.disposing import confirmed
from tests.petitions.strangers import nameless
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system(JOB)


def a_code(petition: Petition, walk: Walk, **values: object) -> OneTimeCode:
    """Return a one-time code of a petition that runs out now."""
    made = {"purpose": CodePurpose.PROOF, "digest": b"x", "made_at": walk.now, "expires_at": walk.now, **values}
    return OneTimeCode.objects.create(petition=petition, **made)


def test_it_is_owed_every_day() -> None:
    assert JOB in DAILY.values()


def test_codes_go_when_the_table_says_and_not_before(walk: Walk) -> None:
    petition = walk.filed()
    code = a_code(petition, walk)
    opened = a_code(petition, walk, purpose=CodePurpose.LINK, used_at=walk.now)
    kept = kept_for("one_time_code", walk.now)
    assert kept is not None
    keep_by_table(actor=SYSTEM, at=walk.now + kept)
    assert OneTimeCode.objects.filter(pk=code.pk).exists()
    assert keep_by_table(actor=SYSTEM, at=walk.now + kept + timedelta(minutes=1))["one_time_code"] == 1
    assert list(OneTimeCode.objects.filter(pk__in=[code.pk, opened.pk])) == [opened]


def test_another_period_of_the_court_is_obeyed_at_once(walk: Walk) -> None:
    code = a_code(walk.filed(), walk)
    row = keeping_on("one_time_code", walk.now.date())
    assert row is not None
    supersede_rule(row=row, values={"amount": 90}, entered_by="Chair", actor=Actor.system("tests"), at=walk.now)
    assert keep_by_table(actor=SYSTEM, at=walk.now + timedelta(days=60))["one_time_code"] == 0
    assert OneTimeCode.objects.filter(pk=code.pk).exists()


def test_a_hold_stops_it(walk: Walk) -> None:
    petition = walk.filed()
    a_code(petition, walk)
    place_hold(subject=petition.subject, reason="Order No. 7", actor=walk.cast.actor("data_protection"), at=walk.tick())
    assert keep_by_table(actor=SYSTEM, at=walk.now + timedelta(days=400))["one_time_code"] == 0


def test_addresses_of_notices_stay_until_somebody_confirms_the_period(walk: Walk) -> None:
    petition = walk.confirm(walk.submit(nameless(walk)))
    Notice.objects.filter(subject=petition.subject).update(settled_at=walk.now)
    assert Notice.objects.filter(subject=petition.subject, address__isnull=False).exists()
    later = walk.now + timedelta(days=366 * 4)
    assert keep_by_table(actor=SYSTEM, at=later)["notices"] == 0
    confirmed(walk, "notices")
    assert keep_by_table(actor=SYSTEM, at=later)["notices"] > 0
    told = Notice.objects.filter(subject=petition.subject)
    assert told.exists()
    assert not told.filter(address__isnull=False).exclude(address=b"").exists()


def test_offers_that_lapsed_go(walk: Walk) -> None:
    offer = OfficerOffer.objects.create(
        institution=walk.cast.institution("commissioner"),
        email="somebody@example.kz",
        offered_by=walk.cast.commissioner_head,
        offered_at=walk.now,
    )
    assert keep_by_table(actor=SYSTEM, at=walk.now + timedelta(days=60))["offer"] == 0
    assert keep_by_table(actor=SYSTEM, at=walk.now + timedelta(days=61))["offer"] == 1
    assert not OfficerOffer.objects.filter(pk=offer.pk).exists()


def test_nobody_else_may(walk: Walk) -> None:
    with pytest.raises(NotAllowed):
        keep_by_table(actor=walk.cast.actor("data_protection"), at=walk.now)
