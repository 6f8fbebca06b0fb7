"""A court finds its case by the number of the case it suspended: each notice to it, and each term, names it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from courtcase.law.queries import grounds_on
from courtcase.notices.models import Notice
from courtcase.notices.working import work_off
from petitions.intake.operations.register_petition import begin_screening
from petitions.intake.operations.screen_petition import return_petition
from petitions.models import Petition
from tests.petitions.acts import signed_in
from tests.petitions.office import Office
from tests.petitions.walk import WHY, Walk

pytestmark = pytest.mark.django_db
NUMBER = "7199-26-00-2/77"
CASE = {"number": NUMBER, "suspended_on": "2026-11-01", "application": "In the claim."}


@pytest.fixture
def office(walk: Walk) -> Office:
    return Office(walk, "court")


def returned(office: Office, **words: Any) -> Petition:
    """Return a petition of the office that came back."""
    walk, clerk = office.walk, office.walk.cast.actor("clerk")
    petition = begin_screening(petition=office.registered(**words), actor=clerk, at=walk.tick())
    ground = grounds_on(kind="return", day=walk.now.date()).filter(curable=True)[0]
    return_petition(petition=petition, grounds=[ground], explanation=WHY, actor=clerk, at=walk.tick())
    return petition


def test_every_notice_to_the_court_names_it_and_no_row_does(office: Office, mailoutbox: list[Any]) -> None:
    returned(office, suspended_case=CASE)
    work_off()
    told = [letter for letter in mailoutbox if "court-" in letter.to[0] and NUMBER in letter.body]
    assert len(told) == 8, [
        letter.subject for letter in mailoutbox
    ]  # submitted, filed, registered, returned; two people
    assert not any(NUMBER in str(row) for row in Notice.objects.values())


def test_other_petitions_name_none(walk: Walk, mailoutbox: list[Any]) -> None:
    returned(Office(walk, "commissioner"))
    work_off()
    assert mailoutbox
    assert not any("ұрылған іс" in letter.body or "Приостановленное дело" in letter.body for letter in mailoutbox)


def test_the_terms_and_the_page_name_it(office: Office) -> None:
    petition = returned(office, suspended_case=CASE)
    officer = signed_in(office.officer.signed_in)
    for address in ("terms/", f"{petition.public_id}/", f"{petition.public_id}/terms.ics"):
        answer = officer.get(f"/en/petitions/{address}")
        assert answer.status_code == 200, address
        assert NUMBER in answer.content.decode().replace("\r\n ", ""), address


def test_the_code_alone_does_not_open_it(office: Office) -> None:
    petition = returned(office, suspended_case=CASE)
    holder = Client()
    holder.post("/en/petitions/track/", {"code": office.walk.codes[petition.pk]})
    for tail in ("", "terms.ics"):
        answer = holder.get(f"/en/petitions/{petition.public_id}/{tail}")
        assert answer.status_code == 200
        assert NUMBER not in answer.content.decode().replace("\r\n ", "")
