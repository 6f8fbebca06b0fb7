"""Staff outside the demonstration need a second factor; secrets are kept sealed."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from courtcase.people.models import Account
from courtcase.people.second_factor import has_second_factor
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def strict(settings: Any) -> None:
    cache.clear()
    settings.SECOND_FACTOR_FOR_STAFF = True


def signed_in(account: Account) -> Client:
    client = Client()
    client.post("/ru/account/login/", {"login": account.email, "password": PASSWORD})
    return client


def proven(account: Account) -> Client:
    """Signed in, and shown once more who it is: what changes how an account is guarded asks for it."""
    client = signed_in(account)
    client.post("/ru/account/reauthenticate/", {"password": PASSWORD})
    return client


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def add_app(client: Client) -> str:
    page = client.get("/ru/account/second-factor/totp/activate/")
    secret = page.context["form"].secret
    assert client.post("/ru/account/second-factor/totp/activate/", {"code": code_for(secret)}).status_code == 302
    return str(secret)


@pytest.mark.parametrize("key", ["clerk", "judge1", "chair", "administrator", "auditor", "publisher"])
def test_staff_without_one_reach_only_the_page_that_adds_it(cast: Cast, key: str) -> None:
    client = signed_in(getattr(cast, key))
    for address in ("/ru/account/settings/", "/ru/notices/", "/ru/administration/roles/"):
        answer = client.get(address)
        assert answer.status_code in {302, 404}
        assert answer.status_code == 404 or answer["Location"] == "/ru/account/second-factor/"
    assert client.get("/ru/account/second-factor/").status_code == 200
    assert client.get("/ru/account/logout/").status_code == 200


def test_citizens_need_none(cast: Cast) -> None:
    assert signed_in(cast.petitioner).get("/ru/account/settings/").status_code == 200


def test_in_the_demonstration_staff_need_none(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR_FOR_STAFF = False
    assert signed_in(cast.clerk).get("/ru/account/settings/").status_code == 200


def test_an_app_is_added_and_the_desk_opens(cast: Cast) -> None:
    client = proven(cast.clerk)
    page = client.get("/ru/account/second-factor/totp/activate/").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    add_app(client)
    assert has_second_factor(cast.clerk)
    assert client.get("/ru/account/settings/").status_code == 200


def test_the_secret_is_sealed_in_the_database(cast: Cast) -> None:
    secret = add_app(proven(cast.clerk))
    stored = Authenticator.objects.get(user=cast.clerk, type="totp").data["secret"]
    assert secret not in stored
    assert stored.partition(":")[0].isdigit()


def test_signing_in_then_asks_for_the_code(cast: Cast) -> None:
    secret = add_app(proven(cast.clerk))
    cache.clear()  # the code just used may not be used again within its half minute
    client = signed_in(cast.clerk)
    assert client.get("/ru/account/settings/").status_code == 302
    assert client.post("/ru/account/second-factor/authenticate/", {"code": "000000"}).status_code == 200
    client.post("/ru/account/second-factor/authenticate/", {"code": code_for(secret)})
    assert client.get("/ru/account/settings/").status_code == 200


def test_recovery_codes_are_shown_once(cast: Cast) -> None:
    client = proven(cast.clerk)
    add_app(client)
    client.post("/ru/account/second-factor/recovery-codes/generate/")
    assert client.get("/ru/account/second-factor/").status_code == 200
    codes = Authenticator.objects.get(user=cast.clerk, type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10


@pytest.mark.parametrize("place", ["", "totp/activate/", "webauthn/", "webauthn/add/"])
@pytest.mark.parametrize("language", ["kk", "en"])
def test_the_pages_open(cast: Cast, place: str, language: str) -> None:
    assert proven(cast.clerk).get(f"/{language}/account/second-factor/{place}").status_code == 200


def test_a_stolen_session_alone_adds_no_factor(cast: Cast) -> None:
    answer = signed_in(cast.clerk).get("/ru/account/second-factor/totp/activate/")
    assert answer["Location"].startswith("/ru/account/reauthenticate/")
