"""Signing in by a real provider: whom it opens, whom not, the second factor, signing out, and each way to cheat."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client

from courtcase.people.models import Account, LinkedIdentity
from courtcase.register.models import Event
from tests.cast import PASSWORD, Cast
from tests.single_sign_on.conftest import BACK
from tests.single_sign_on.running import RunningProvider

pytestmark = pytest.mark.django_db
BEGIN = "/ru/account/single-sign-on/begin/"


@pytest.fixture
def provider(process: RunningProvider, settings: Any, cast: Cast) -> RunningProvider:
    """Name the provider in the settings, which knows the clerk by a confirmed address, and others."""
    cache.clear()
    process.configure(settings)
    claims = {"sub": "7001", "email": str(cast.clerk.email).title(), "email_verified": True, "groups": ["staff"]}
    process.knows(
        clerk=claims,
        strong=claims | {"amr": ["pwd", "otp"]},
        unconfirmed=claims | {"sub": "7002", "email_verified": False},
        citizen=claims | {"sub": "7003", "email": cast.petitioner.email},
        unknown=claims | {"sub": "7004", "email": "nobody@court.example"},
        second=claims | {"sub": "7005"},
    )
    return process


def went(client: Client, provider: RunningProvider, login: str) -> Any:
    """Return the answer to whoever comes back from the provider, who signed in there as `login`."""
    there = client.post(BEGIN)
    assert there.status_code == 302, there.content.decode()
    back = provider.sends_back(there["Location"], login)
    return client.get(back.removeprefix("http://testserver"))


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_a_clerk_comes_in_and_is_linked(provider: RunningProvider, cast: Cast) -> None:
    client = Client()
    assert "account/single-sign-on/begin/" in client.get("/ru/account/login/").content.decode()
    assert went(client, provider, "clerk").status_code == 302
    assert client.session[SESSION_KEY] == str(cast.clerk.pk)
    assert LinkedIdentity.objects.get().account == cast.clerk
    assert client.get("/ru/intake/").status_code == 200
    told = list(Event.objects.filter(subject=cast.clerk.subject).order_by("pk").values_list("name", flat=True))
    assert told[-2:] == ["account.identity_linked", "account.signed_in_by_provider"]


def test_the_question_is_asked_as_the_standard_says(provider: RunningProvider) -> None:
    asked = parse_qs(urlsplit(Client().post(BEGIN)["Location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["redirect_uri"] == [BACK]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert {"state", "nonce"} <= set(asked)


def test_everybody_of_the_court_may_begin_in_the_same_morning_from_one_address(provider: RunningProvider) -> None:
    assert {Client().post(BEGIN).status_code for _person in range(200)} == {302}


def test_the_link_holds_when_the_address_there_changes(provider: RunningProvider, cast: Cast) -> None:
    went(Client(), provider, "clerk")
    provider.knows(clerk={"sub": "7001", "email": "new@court.example", "email_verified": True})
    client = Client()
    went(client, provider, "clerk")
    assert client.session[SESSION_KEY] == str(cast.clerk.pk)


@pytest.mark.parametrize("login", ["unconfirmed", "citizen", "unknown"])
def test_nobody_else_comes_in_and_no_account_is_made(provider: RunningProvider, cast: Cast, login: str) -> None:
    before = Account.objects.count()
    client = Client()
    answer = went(client, provider, login)
    assert answer.status_code == 403
    assert not is_in(client)
    assert "Обратитесь к администратору" in answer.content.decode()
    assert Account.objects.count() == before
    assert not LinkedIdentity.objects.exists()


def test_a_second_person_with_the_same_address_does_not_take_the_account_over(provider: RunningProvider) -> None:
    went(Client(), provider, "clerk")
    client = Client()
    assert went(client, provider, "second").status_code == 403
    assert not is_in(client)


def test_who_left_the_court_stays_out_though_linked(provider: RunningProvider, cast: Cast) -> None:
    went(Client(), provider, "clerk")
    cast.clerk.grants.update(valid_to="2023-01-01")
    client = Client()
    assert went(client, provider, "clerk").status_code == 403
    assert not is_in(client)


def test_the_wanted_claim_opens_and_its_absence_does_not(provider: RunningProvider, settings: Any) -> None:
    settings.OIDC_CLAIM, settings.OIDC_CLAIM_VALUES = "groups", ["court-staff"]
    client = Client()
    assert went(client, provider, "clerk").status_code == 403
    settings.OIDC_CLAIM_VALUES = ["court-staff", "staff"]
    went(client, provider, "clerk")
    assert is_in(client)


def test_who_says_no_there_is_told_what_to_do_here(provider: RunningProvider) -> None:
    client = Client()
    answer = went(client, provider, "nobody-they-know")
    assert answer.status_code == 400
    assert not is_in(client)
    assert "Начните заново" in answer.content.decode()


def test_the_houses_second_factor_is_asked_unless_theirs_counts(provider: RunningProvider, settings: Any) -> None:
    settings.SECOND_FACTOR_FOR_STAFF = True
    client = Client()
    went(client, provider, "strong")
    assert client.get("/ru/intake/")["Location"] == "/ru/account/second-factor/"
    settings.OIDC_SECOND_FACTOR = ["otp"]
    weak, strong = Client(), Client()
    went(weak, provider, "clerk")
    assert weak.get("/ru/intake/")["Location"] == "/ru/account/second-factor/", "a password alone is none"
    went(strong, provider, "strong")
    assert strong.get("/ru/intake/").status_code == 200


def test_signing_out_ends_both_sessions(provider: RunningProvider) -> None:
    client = Client()
    went(client, provider, "clerk")
    there = client.post("/ru/account/logout/")["Location"]
    assert there.startswith(
        provider.address + "/end?client_id=court&post_logout_redirect_uri=http%3A%2F%2Ftestserver%2F"
    )
    assert not is_in(client)


def test_signing_out_after_a_password_stays_here(provider: RunningProvider, cast: Cast) -> None:
    client = Client()
    client.post("/ru/account/login/", {"login": cast.clerk.email, "password": PASSWORD})
    assert client.post("/ru/account/logout/")["Location"] == "/ru/"


def test_an_answer_opens_nothing_in_another_browser_nor_twice(provider: RunningProvider) -> None:
    victim, attacker = Client(), Client()
    back = provider.sends_back(attacker.post(BEGIN)["Location"], "clerk").removeprefix("http://testserver")
    assert victim.get(back).status_code == 400
    assert not is_in(victim), "nobody is signed in by another's answer"
    assert attacker.get(back).status_code == 302
    attacker.post("/ru/account/logout/")
    assert attacker.get(back).status_code == 400
    assert not is_in(attacker)


def test_an_unconfirmed_account_loses_the_password_somebody_chose(provider: RunningProvider, cast: Cast) -> None:
    EmailAddress.objects.filter(user=cast.clerk).update(verified=False)
    went(Client(), provider, "clerk")
    account = Account.objects.get(pk=cast.clerk.pk)
    assert not account.has_usable_password()
    assert EmailAddress.objects.get(user=account).verified


def test_the_administrator_names_somebody_who_then_comes_in(provider: RunningProvider, cast: Cast) -> None:
    administrator = Client()
    administrator.force_login(cast.administrator)
    sent = {"email": "Nobody@court.example", "full_name": "Ержан Сәрсен", "language": "kk"}
    page = administrator.post("/ru/administration/accounts/name/", sent)["Location"]
    newcomer = Client()
    assert went(newcomer, provider, "unknown").status_code == 403, (
        "an account without a role of the Court opens nothing"
    )
    granted = {"role": "clerk", "valid_from": "2026-01-01", "reason": "приказ 5"}
    assert administrator.post(page + "grant/", granted).status_code == 302
    went(newcomer, provider, "unknown")
    assert is_in(newcomer)
    assert "Связана с" in administrator.get(page).content.decode()
    assert administrator.post(page + "unlink/").status_code == 302
    assert not LinkedIdentity.objects.exists()
    assert not is_in(newcomer), "what the identity had opened is closed with it"


def test_the_name_form_keeps_what_was_typed_and_says_what_is_wrong(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.administrator)
    sent = {"email": cast.clerk.email, "full_name": "Ержан Сәрсен", "language": "kk"}
    answer = client.post("/ru/administration/accounts/name/", sent)
    assert answer.status_code == 422
    assert "Ержан Сәрсен" in answer.content.decode()


def test_it_is_off_where_no_provider_is_named(cast: Cast) -> None:
    client = Client()
    assert "single-sign-on" not in client.get("/ru/account/login/").content.decode()
    assert client.post(BEGIN).status_code == 404
    assert client.get("/single-sign-on/back/").status_code == 404


def test_a_silent_provider_breaks_no_page(settings: Any) -> None:
    cache.clear()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "http://127.0.0.1:9", "a", "b"
    answer = Client().post(BEGIN)
    assert answer.status_code == 503
    assert "Служба входа не отвечает" in answer.content.decode()
