"""The administrator's page: for the administrator alone, in three languages, quick whatever is down, and silent about people."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courtcase.doctor.findings import CHECKS
from courtcase.people.cast import MEMBERS
from courtcase.people.roles import Role
from tests.cast import Cast

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
    assert text.count("<tr role") == len(CHECKS) + 1
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


def test_is_linked_from_the_desk(cast: Cast) -> None:
    desk = signed_in(cast, "administrator").get("/en/administration/roles/").content.decode()
    page = signed_in(cast, "administrator").get("/en/administration/system/").content.decode()
    assert 'href="/en/administration/system/"' in page
    assert "/en/administration/" in desk


def test_does_not_wait_for_what_is_down(cast: Cast, settings: Any) -> None:
    """Addresses that swallow what is sent (TEST-NET-1): a page with two limits of two seconds waits for one of them."""
    settings.REDIS_URL = "redis://192.0.2.1:6379/0"
    settings.EMAIL_HOST, settings.CLAMD_ADDRESS = "192.0.2.1", "192.0.2.1:3310"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    client = signed_in(cast, "administrator")
    began = time.monotonic()
    page = client.get("/en/administration/system/")
    assert page.status_code == 200
    assert time.monotonic() - began < 5
    assert "Redis does not answer" in page.content.decode() or "There was no answer" in page.content.decode()


def test_asks_the_database_as_often_whatever_it_finds(cast: Cast) -> None:
    client = signed_in(cast, "administrator")
    client.get("/en/administration/system/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/administration/system/")
    from tests.doctor.patients import failed_job, late_notice

    for number in range(12):
        failed_job(number)
        late_notice(number)
    with CaptureQueriesContext(connection) as many:
        client.get("/en/administration/system/")
    assert len(many) == len(few)
