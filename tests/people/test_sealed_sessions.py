"""A session in the database tells nothing to whoever has the database alone."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from courtcase.people.sessions import SessionStore

pytestmark = pytest.mark.django_db


def begun(client: Client) -> tuple[str, str]:
    """Begin a draft without an account; return its address and the code that its pages show."""
    answer = client.post("/ru/petitions/new/", {"petitioner_kind": "citizen", "language": "ru"})
    (code,) = client.session["codes"].values()
    return answer["Location"], code


def test_a_code_that_pages_show_again_is_not_read_out_of_the_database(client: Client) -> None:
    address, code = begun(client)
    assert code in client.get(address).content.decode()
    stored = Session.objects.get()
    assert code in str(SessionStore().decode(stored.session_data))
    assert stored.get_decoded() == {}, "Django's own reader, which has the secret key, opens it"


@pytest.mark.parametrize("written", ["", "e30", "!", "Ж", "AQ=="])
def test_a_session_that_does_not_open_is_an_empty_one(client: Client, written: str) -> None:
    address, _code = begun(client)
    Session.objects.update(session_data=written)
    assert client.get(address).status_code == 302
    assert client.get(address)["Location"].startswith("/ru/account/login/")
