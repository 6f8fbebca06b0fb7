"""The quiet look at public forms: people pass and are never refused, machines are asked for one tick, nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client

from courtcase.frame.quiet_check import SALT, WORD, stamp, why_suspected
from courtcase.people.models import Account
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_UP = "/ru/account/signup/"
ASKED = "Я человек и хочу это отправить"


@pytest.fixture(autouse=True)
def looked_at(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "quiet"}}
    cache.clear()
    settings.QUIET_CHECK, settings.QUIET_SECONDS = True, 0.0


def words(**more: str) -> dict[str, str]:
    return {"full_name": "Ержан Сәрсен", "email": "erzhan@example.kz", "password1": PASSWORD, "language": "kk"} | more


def opened(client: Client) -> str:
    """Open the form, as people do, and return its stamp."""
    found = re.search(r'name="made" value="([^"]+)"', client.get(SIGN_UP).content.decode())
    assert found
    return found.group(1)


def test_who_opened_the_form_and_left_the_trap_alone_notices_nothing(client: Client) -> None:
    page = client.get(SIGN_UP).content.decode()
    assert 'tabindex="-1"' in page
    assert 'aria-hidden="true"' in page
    assert ASKED not in page
    assert client.post(SIGN_UP, words(made=opened(client), website="")).status_code == 302
    assert Account.objects.filter(email="erzhan@example.kz").exists()


@pytest.mark.parametrize("machine", [{"website": "http://spam.example"}, {"made": ""}, {"made": "form:1:made-up"}])
def test_who_is_suspected_ticks_and_passes(client: Client, machine: dict[str, str]) -> None:
    sent = words(made=opened(client), website="") | machine
    page = client.post(SIGN_UP, sent)
    body = page.content.decode()
    assert ASKED in body
    assert "написанное сохранено" in body
    assert 'value="Ержан Сәрсен"' in body
    assert not Account.objects.filter(email="erzhan@example.kz").exists()
    assert client.post(SIGN_UP, sent | {"person": "on"}).status_code == 302
    assert Account.objects.filter(email="erzhan@example.kz").exists()


def test_a_form_that_comes_back_at_once_was_not_read(settings: Any) -> None:
    settings.QUIET_SECONDS = 60.0
    assert why_suspected({"made": stamp()}) == "quick"
    settings.QUIET_SECONDS = 0.0
    assert why_suspected({"made": stamp()}) == ""


def test_a_stamp_of_another_kind_is_none() -> None:
    assert why_suspected({"made": signing.TimestampSigner(salt="another").sign(WORD)}) == "unsigned"
    assert why_suspected({"made": signing.TimestampSigner(salt=SALT).sign(WORD)}) == ""


@pytest.mark.parametrize(
    "address",
    [SIGN_UP, "/ru/account/password/reset/", "/ru/account/phone/sign-in/", "/kk/page-report/"],
)
def test_each_form_that_anybody_may_send_is_looked_at(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert 'name="website"' in answer.content.decode()
