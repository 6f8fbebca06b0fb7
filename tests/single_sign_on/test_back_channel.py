"""The provider tells that somebody signed out there: their sessions here end, and a word that is not its own ends nothing."""

from __future__ import annotations

import time
from typing import Any
from unittest.mock import Mock

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from courtcase.register.models import Event
from courtcase.single_sign_on import back_channel
from tests.cast import PASSWORD, Cast
from tests.single_sign_on.running import RunningProvider

pytestmark = pytest.mark.django_db
HERE = "/single-sign-on/sign-out/"
EVENT = "http://schemas.openid.net/event/backchannel-logout"


@pytest.fixture
def provider(process: RunningProvider, settings: Any, cast: Cast) -> RunningProvider:
    """Name the provider in the settings; it knows the clerk by two logins, and a judge."""
    cache.clear()
    process.configure(settings)
    clerk = {"sub": "7001", "email": cast.clerk.email, "email_verified": True}
    process.knows(clerk=clerk, other=clerk, judge=clerk | {"sub": "7002", "email": cast.judge1.email})
    return process


def came_in(provider: RunningProvider, login: str) -> Client:
    """Return the browser of somebody who signed in by the provider."""
    client = Client()
    back = provider.sends_back(client.post("/ru/account/single-sign-on/begin/")["Location"], login)
    assert client.get(back.removeprefix("http://testserver")).status_code == 302
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def told(token: str) -> Any:
    """Return what we answer to the provider's machine: it has no cookie, and no token of a form."""
    return Client(enforce_csrf_checks=True).post(HERE, {"logout_token": token})


def test_a_person_who_signed_out_there_is_out_everywhere_here(provider: RunningProvider, cast: Cast) -> None:
    first, second, other = came_in(provider, "clerk"), came_in(provider, "other"), came_in(provider, "judge")
    by_password = Client()
    by_password.post("/ru/account/login/", {"login": cast.clerk.email, "password": PASSWORD})
    assert is_in(by_password)
    answer = told(provider.logout_token(sub="7001"))
    assert (answer.status_code, answer["Cache-Control"].split(",")[0]) == (200, "max-age=0")
    assert "no-store" in answer["Cache-Control"]
    assert not any(is_in(one) for one in (first, second, by_password))
    assert is_in(other), "somebody else stays"
    event = Event.objects.filter(subject=cast.clerk.subject).latest("pk")
    assert (event.name, event.body["sessions"]) == ("account.signed_out_by_provider", 3)


@pytest.mark.parametrize("sub", ["7001", None])
def test_one_session_of_the_provider_ends_what_was_opened_within_it(provider: RunningProvider, sub: str | None) -> None:
    first, second, other = came_in(provider, "clerk"), came_in(provider, "other"), came_in(provider, "judge")
    assert told(provider.logout_token(sub=sub, sid="session of clerk")).status_code == 200
    assert (is_in(first), is_in(second), is_in(other)) == (False, True, True)


def test_somebody_we_do_not_know_is_signed_out_already(provider: RunningProvider) -> None:
    client = came_in(provider, "clerk")
    assert told(provider.logout_token(sub="9999")).status_code == 200
    assert told(provider.logout_token(sub="7002", sid="session of clerk")).status_code == 200, "another's session"
    assert is_in(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"aud": "another-client"},
        {"iat": None},
        {"iat": int(time.time()) - 3600, "exp": int(time.time()) + 3600},
        {"iat": int(time.time()) + 3600},
        {"exp": None},
        {"exp": int(time.time()) - 3600},
        {"jti": None},
        {"events": None},
        {"events": {}},
        {"events": {EVENT: True}},
        {"events": EVENT},
        {"nonce": "asked"},
        {"sub": None},
        {"sub": 7001},
        {"forged": True},
    ],
    ids=str,
)
def test_a_word_that_is_not_as_the_standard_asks_ends_nothing(provider: RunningProvider, claims: Any) -> None:
    client = came_in(provider, "clerk")
    answer = told(provider.logout_token(**({"sub": "7001"} | claims)))
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})
    assert is_in(client)


def test_the_same_word_twice_is_taken_once(provider: RunningProvider) -> None:
    token = provider.logout_token(sub="7001")
    assert told(token).status_code == 200
    client = came_in(provider, "clerk")
    assert told(token).status_code == 400
    assert is_in(client), "an old word does not end what was opened since"


def test_a_word_that_could_not_be_followed_is_taken_when_it_comes_again(
    provider: RunningProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, token = came_in(provider, "clerk"), provider.logout_token(sub="7001")
    with monkeypatch.context() as broken:
        broken.setattr(back_channel, "sign_out_by_provider", Mock(side_effect=OperationalError("away")))
        machine = Client(raise_request_exception=False)
        assert machine.post(HERE, {"logout_token": token}).status_code >= 500
    assert is_in(client)
    assert told(token).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("token", ["", "a.b.c", "x" * 20_000, "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_refused(provider: RunningProvider, token: str) -> None:
    assert told(token).status_code == 400


def test_it_is_for_machines_that_post_and_off_where_no_provider_is_named(
    provider: RunningProvider, settings: Any
) -> None:
    assert Client().get(HERE).status_code == 405
    settings.OIDC_ISSUER = ""
    assert told("a.b.c").status_code == 404
