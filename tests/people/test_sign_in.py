"""Signing in, up and out: three languages, no hint whether an account exists, limits, safe returns."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from courtcase.people.models import Account
from courtcase.people.operations import deactivate_account
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
NEW = {"full_name": "Жаңа  Үлгіұлы", "email": "New@Example.kz", "password1": "four quiet words here", "language": "kk"}


def sign_in(client: Client, account: Account, password: str = PASSWORD, language: str = "ru", **more: str) -> Any:
    return client.post(f"/{language}/account/login/", {"login": account.email, "password": password, **more})


def code_of_last_letter() -> str:
    found = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


@pytest.mark.parametrize(("language", "word"), [("kk", "Кіру"), ("ru", "Войти"), ("en", "Sign in")])
def test_the_page_speaks_three_languages(language: str, word: str) -> None:
    page = Client().get(f"/{language}/account/login/").content.decode()
    assert f'<html lang="{language}"' in page
    assert f"<h1>{word}</h1>" in page
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_signing_in_leads_to_where_ones_work_begins_in_the_language_of_the_page(cast: Cast) -> None:
    assert cast.clerk.language == "kk"
    client = Client()
    answer = sign_in(client, cast.clerk)
    assert (answer.status_code, answer["Location"]) == (302, "/ru/intake/")
    shown = client.get("/ru/intake/")
    assert [str(word) for word in shown.context["messages"]] == ["Вы вошли."]
    assert client.get("/ru/account/settings/").status_code == 200


def test_letter_case_of_the_email_does_not_matter(cast: Cast) -> None:
    answer = Client().post("/ru/account/login/", {"login": str(cast.clerk.email).upper(), "password": PASSWORD})
    assert answer.status_code == 302


def test_a_wrong_password_and_an_unknown_email_are_answered_alike(cast: Cast) -> None:
    pages = []
    for email in (cast.clerk.email, "nobody@example.kz"):
        answer = Client().post("/en/account/login/", {"login": email, "password": "wrong"})
        pages.append(re.sub(r'value="[^"]*"', "", answer.content.decode()))
        assert answer.status_code == 200
    assert pages[0] == pages[1]
    assert "The e-mail or the password is not right." in pages[0]
    assert 'role="alert"' in pages[0]


def test_an_empty_form_shows_errors_above_and_beside_the_fields() -> None:
    page = Client().post("/en/account/login/", {}).content.decode()
    assert page.count("Write your e-mail.") == 2
    assert 'href="#id_login"' in page
    assert 'aria-describedby="id_login_error"' in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("name", ["a\x00b", "x" * 100_000, "\u202eevil"])
def test_bad_input_is_answered_not_crashed(cast: Cast, name: str) -> None:
    assert Client().post("/ru/account/login/", {"login": name, "password": name}).status_code == 200
    assert Client().post("/ru/account/signup/", {**NEW, "full_name": name}).status_code == 200
    assert not Account.objects.filter(email="new@example.kz").exists()


def test_guessing_is_stopped(cast: Cast) -> None:
    for _ in range(6):
        answer = sign_in(Client(), cast.clerk, "wrong", "en")
    assert "Too many attempts" in answer.content.decode()
    assert sign_in(Client(), cast.clerk).status_code == 200


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_one_returns_only_to_our_own_pages(cast: Cast, address: str) -> None:
    assert sign_in(Client(), cast.clerk, next=address)["Location"] == "/ru/intake/"


def test_one_returns_to_where_one_was_going(cast: Cast) -> None:
    assert sign_in(Client(), cast.clerk, next="/ru/account/settings/")["Location"] == "/ru/account/settings/"


def test_a_closed_account_does_not_sign_in(cast: Cast) -> None:
    deactivate_account(account=cast.clerk, reason="order", actor=cast.actor("administrator"), at=timezone.now())
    client = Client()
    sign_in(client, cast.clerk)
    assert client.get("/ru/account/settings/").status_code == 302


def test_signing_up_takes_name_email_password_language_and_a_code() -> None:
    client = Client()
    answer = client.post("/ru/account/signup/", NEW)
    assert answer["Location"] == "/ru/account/confirm-email/"
    account = Account.objects.get(email="new@example.kz")
    assert (account.full_name, account.language) == ("Жаңа Үлгіұлы", "kk")
    assert [grant.role for grant in account.grants.all()] == ["citizen"]
    assert client.get("/ru/account/settings/").status_code == 302
    assert "Жаңа" not in str(mail.outbox[-1].body)
    client.post("/ru/account/confirm-email/", {"code": code_of_last_letter()})
    assert EmailAddress.objects.get(user=account).verified
    assert client.get("/ru/account/settings/").status_code == 200


def test_signing_up_with_a_taken_email_looks_the_same_and_tells_its_owner(cast: Cast) -> None:
    answer = Client().post("/ru/account/signup/", {**NEW, "email": cast.clerk.email})
    assert answer["Location"] == "/ru/account/confirm-email/"
    assert Account.objects.filter(email=cast.clerk.email).count() == 1
    assert mail.outbox[-1].to == [cast.clerk.email]
    assert "/account/password/reset/" in str(mail.outbox[-1].body)


@pytest.mark.parametrize("password", ["short", "qwerty123456", "new@example.kz"])
def test_a_weak_password_is_refused(password: str) -> None:
    assert Client().post("/en/account/signup/", {**NEW, "password1": password}).status_code == 200
    assert not Account.objects.exists()


def test_a_new_password_by_code(cast: Cast) -> None:
    client = Client()
    client.post("/ru/account/password/reset/", {"email": cast.clerk.email})
    client.post("/ru/account/password/reset/confirm/", {"code": code_of_last_letter()})
    new = "five other quiet words"
    client.post("/ru/account/password/reset/complete/", {"password1": new, "password2": new})
    assert sign_in(Client(), cast.clerk, new).status_code == 302
    assert sign_in(Client(), cast.clerk).status_code == 200


def test_recovering_tells_nobody_whether_the_account_exists(cast: Cast) -> None:
    places = [
        Client().post("/ru/account/password/reset/", {"email": email})["Location"]
        for email in (cast.clerk.email, "nobody@example.kz")
    ]
    assert places[0] == places[1]


def test_a_mail_server_that_is_down_breaks_no_page(cast: Cast, settings: Any, caplog: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert Client().post("/ru/account/password/reset/", {"email": cast.clerk.email}).status_code == 302
    assert cast.clerk.email not in caplog.text


def test_signing_out_asks_first_and_then_ends_the_session(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.clerk)
    assert client.get("/ru/account/logout/").status_code == 200
    assert client.get("/ru/account/settings/").status_code == 200
    assert client.post("/ru/account/logout/").status_code == 302
    assert client.get("/ru/account/settings/").status_code == 302


def test_the_session_cookie_is_hidden_from_scripts_and_other_sites(cast: Cast) -> None:
    cookie = sign_in(Client(), cast.clerk).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
