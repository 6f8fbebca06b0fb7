"""One box at the desk finds a petition by code, register number or IIN, and keeps nothing of what was typed."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.petitions.signing import PERSON
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
FIND = "/en/intake/find/"


def desk(walk: Walk) -> Client:
    """Return a browser in which the registrar is signed in."""
    client = Client()
    client.force_login(walk.cast.registrar)
    return client


def test_a_number_or_a_code_leads_to_the_petition(walk: Walk) -> None:
    petition = walk.registered()
    petition.refresh_from_db()
    home = f"/en/intake/{petition.public_id}/"
    for typed in (str(petition.register_number), str(int(str(petition.register_number)[-6:])), walk.codes[petition.pk]):
        answer = desk(walk).post(FIND, {"code": typed})
        assert answer.status_code == 302, typed
        assert answer["Location"] == home
    assert desk(walk).post(FIND, {"code": "2026/999999"}).status_code == 422
    assert desk(walk).post(FIND, {"code": ""}).status_code == 422


def test_an_iin_finds_every_petition_of_the_person_and_no_draft(walk: Walk) -> None:
    found = [walk.confirm(walk.submit(walk.drafted(petitioner=PERSON))) for _number in range(2)]
    walk.drafted(petitioner=PERSON)
    iin = PERSON["iin"]
    answer = desk(walk).post(FIND, {"code": f"{iin[:6]} {iin[6:]}"})
    assert answer.status_code == 200
    assert [one.pk for one in answer.context["found"]] == [one.pk for one in reversed(found)]
    assert answer["Cache-Control"] == "private, no-store"
    stranger = Client()
    stranger.force_login(walk.cast.stranger)
    assert stranger.post(FIND, {"code": iin}).status_code == 404
