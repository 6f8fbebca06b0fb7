from __future__ import annotations

import pytest
from django.test import Client

from tests.petitions.walk import Walk


@pytest.mark.django_db
def test_what_was_typed_is_given_back_when_the_session_ended(walk: Walk) -> None:
    petition = walk.drafted()
    written = "Суд не услышал меня, и вот что произошло дальше. " * 5
    answer = Client().post(f"/ru/petitions/{petition.public_id}/write/situation/", {"situation": written, "version": 1})
    assert answer.status_code == 403
    assert written.strip() in answer.content.decode()


@pytest.mark.django_db
def test_a_form_for_nothing_says_the_same_as_a_form_for_something(walk: Walk) -> None:
    petition = walk.drafted()
    nothing = "00000000-0000-4000-8000-000000000000"
    there = Client().post(f"/ru/petitions/{petition.public_id}/withdraw/", {"reason": ""})
    nowhere = Client().post(f"/ru/petitions/{nothing}/withdraw/", {"reason": ""})
    assert there.status_code == nowhere.status_code == 403
    assert there.content.decode().replace(str(petition.public_id), nothing) == nowhere.content.decode()
