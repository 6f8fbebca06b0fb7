"""The administrator's page: for the administrator alone, in three languages, quick whatever is down, and silent about people."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courtcase.doctor.findings import CHECKS
from courtcase.people.cast import MEMBERS
from courtcase.people.roles import Role
from tests.cast import Cast
from tests.doctor.patients import failed_job, late_notice

HEADINGS = {"kk": "Жүйенің жай-күйі", "ru": "Состояние системы", "en": "State of the system"}
TAKES = {"kk": "Дерекқор жауап береді", "ru": "База данных отвечает", "en": "The database answers"}
ROLES = {member.roles: member.key for member in reversed(MEMBERS)}

pytestmark = pytest.mark.django_db


def signed_in(cast: Cast, key: str) -> Client:
    """Return a browser in which a member of the cast is signed in."""
    client = Client()
    client.force_login(getattr(cast, key))
    return client


@pytest.mark.parametrize("language", HEADINGS)
def test_says_every_finding_in_the_readers_language(language: str, cast: Cast) -> None:
    page = signed_in(cast, "administrator").get(f"/{language}/administration/system/")
    text = page.content.decode()
    assert page.status_code == 200
    assert f"<h1>{HEADINGS[language]}</h1>" in text
    assert [code for code in CHECKS if f'id="{code}"' not in text] == []
    assert text.count("<tr role") == len(CHECKS) + 2  # and the heads of two tables
    assert "no-store" in page["Cache-Control"]


def test_worst_stands_first(cast: Cast) -> None:
    text = signed_in(cast, "administrator").get("/en/administration/system/").content.decode()
    body = text[text.index("<tbody") :]
    places = [body.find(f'class="tag {tone}"') for tone in ("bad", "warn", "plain", "good")]
    seen = [place for place in places if place >= 0]
    assert len(seen) >= 3
    assert seen == sorted(seen)
    assert body.rfind('class="tag bad"') < body.find('class="tag good"')


@pytest.mark.parametrize("key", [None, *(key for key in ROLES.values())])
def test_is_there_for_the_administrator_alone(key: str | None, cast: Cast) -> None:
    client = signed_in(cast, key) if key else Client()
    page = client.get("/ru/administration/system/")
    is_administrator = key is not None and any(
        grant.role == Role.ADMINISTRATOR for grant in getattr(cast, key).grants.all()
    )
    if key is None:
        assert page.status_code == 302
        assert "/ru/account/login/" in page["Location"]
    else:
        assert page.status_code == (200 if is_administrator else 404)
    assert client.post("/ru/administration/system/").status_code in ({405} if is_administrator else {403, 404, 302})


@pytest.mark.parametrize("address", ["administration/roles", "administration/accounts", "styleguide"])
def test_is_linked_from_where_the_administrator_works(address: str, cast: Cast) -> None:
    page = signed_in(cast, "administrator").get(f"/en/{address}/").content.decode()
    assert 'href="/en/administration/system/"' in page


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Listen on a port of this machine, and never say a word to who comes."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        yield int(listener.getsockname()[1])


def test_does_not_wait_for_what_is_down(cast: Cast, settings: Any, silent_port: int) -> None:
    """Three that take a connection and fall silent are left when their time is up, and each is named."""
    settings.REDIS_URL, settings.CLAMD_ADDRESS = f"redis://127.0.0.1:{silent_port}/0", f"127.0.0.1:{silent_port}"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", silent_port
    client = signed_in(cast, "administrator")
    page = client.get("/en/administration/system/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Redis does not answer (TimeoutError)" in text
    assert "The virus scanner does not answer" in text
    assert "The mail server cannot be reached (SMTPServerDisconnected)" in text


def test_asks_the_database_as_often_whatever_it_finds(cast: Cast) -> None:
    client = signed_in(cast, "administrator")
    client.get("/en/administration/system/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/administration/system/")
    for number in range(12):
        failed_job(number)
        late_notice(number)
    with CaptureQueriesContext(connection) as many:
        client.get("/en/administration/system/")
    assert len(many) == len(few)
