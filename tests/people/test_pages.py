"""The pages of one's account, of an institution's head and of the administrator."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from courtcase.people.models import Account, RoleGrant
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def as_member(cast: Cast, key: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, key))
    return client


@pytest.mark.parametrize(
    ("language", "heading"), [("kk", "Тіркелгіңіз"), ("ru", "Ваша учётная запись"), ("en", "Your account")]
)
def test_settings_show_what_one_has(cast: Cast, language: str, heading: str) -> None:
    page = as_member(cast, "commissioner_officer").get(f"/{language}/account/settings/").content.decode()
    assert f"<h1>{heading}</h1>" in page
    assert cast.institution("commissioner").name_in(language) in page


def test_name_and_telephone_are_saved(cast: Cast) -> None:
    client = as_member(cast, "petitioner")
    answer = client.post("/ru/account/settings/details/", {"full_name": "Ә Жаңа", "phone": "8 701 123 45 67"})
    assert answer["Location"] == "/ru/account/settings/"
    kept = Account.objects.get(pk=cast.petitioner.pk)
    assert (kept.full_name, kept.phone) == ("Ә Жаңа", "+77011234567")


def test_a_wrong_telephone_comes_back_with_what_was_typed(cast: Cast) -> None:
    answer = as_member(cast, "petitioner").post("/en/account/settings/details/", {"full_name": "Kept", "phone": "12x"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="12x"' in page
    assert 'value="Kept"' in page
    assert page.count("Write the telephone like +7 701 123 45 67.") == 2


def test_the_language_changes_and_the_next_page_speaks_it(cast: Cast) -> None:
    client = as_member(cast, "clerk")
    assert client.post("/ru/account/settings/language/", {"language": "en"})["Location"] == "/en/account/settings/"
    assert client.post("/ru/account/settings/language/", {"language": "xx"}).status_code == 422


def test_shortcuts_are_switched_off_and_on(cast: Cast) -> None:
    client = as_member(cast, "clerk")
    client.post("/ru/account/settings/shortcuts/", {})
    assert not Account.objects.get(pk=cast.clerk.pk).keyboard_shortcuts
    client.post("/ru/account/settings/shortcuts/", {"enabled": "on"})
    assert Account.objects.get(pk=cast.clerk.pk).keyboard_shortcuts


@pytest.mark.parametrize("address", ["details", "language", "shortcuts"])
def test_changes_are_posted_never_got(cast: Cast, address: str) -> None:
    assert as_member(cast, "clerk").get(f"/ru/account/settings/{address}/").status_code == 405
    assert Client().post(f"/ru/account/settings/{address}/").status_code == 403


def test_the_head_sees_adds_and_removes_officers(cast: Cast) -> None:
    _ = cast.commissioner_officer
    client = as_member(cast, "commissioner_head")
    assert cast.commissioner_officer.full_name in client.get("/ru/institution/officers/").content.decode()
    answer = client.post("/ru/institution/officers/invite/", {"email": "new@example.kz"})
    assert answer["Location"] == "/ru/institution/officers/"
    assert mail.outbox[-1].to == ["new@example.kz"]
    assert "/ru/account/signup/" in str(mail.outbox[-1].body)
    grant = cast.commissioner_officer.grants.get()
    client.post(f"/ru/institution/officers/{grant.pk}/revoke/")
    assert str(cast.commissioner_officer.email) not in client.get("/ru/institution/officers/").content.decode()


def test_the_heads_pages_are_for_heads(cast: Cast) -> None:
    for key in ("commissioner_officer", "clerk", "administrator"):
        assert as_member(cast, key).get("/ru/institution/officers/").status_code == 404
    grant = cast.prosecutor_officer.grants.get()
    assert as_member(cast, "commissioner_head").post(f"/ru/institution/officers/{grant.pk}/revoke/").status_code == 404
    assert RoleGrant.objects.get(pk=grant.pk).revoked_at is None


def test_an_invitation_without_an_email_comes_back(cast: Cast) -> None:
    answer = as_member(cast, "commissioner_head").post("/ru/institution/officers/invite/", {})
    assert answer.status_code == 422
    assert "Напишите электронную почту сотрудника." in answer.content.decode()


def test_the_administrator_finds_grants_revokes_and_closes(cast: Cast) -> None:
    client = as_member(cast, "administrator")
    home = f"/ru/administration/accounts/{cast.stranger.public_id}/"
    assert cast.stranger.full_name in client.get("/ru/administration/accounts/?words=Бөтен").content.decode()
    granted = {"role": "clerk", "valid_from": timezone.localdate().isoformat(), "reason": "order 1"}
    assert client.post(home + "grant/", granted)["Location"] == home
    grant = RoleGrant.objects.get(account=cast.stranger, role="clerk")
    assert cast.stranger.full_name in client.get("/ru/administration/roles/").content.decode()
    client.post(f"/ru/administration/roles/{grant.pk}/revoke/", {"reason": "order 2"})
    assert RoleGrant.objects.get(pk=grant.pk).revoked_reason == "order 2"
    client.post(home + "close/", {"reason": "order 3"})
    assert not Account.objects.get(pk=cast.stranger.pk).is_active
    assert client.get(home).status_code == 200


def test_the_administrator_names_whom_an_assistant_helps(cast: Cast) -> None:
    client = as_member(cast, "administrator")
    home = f"/ru/administration/accounts/{cast.stranger.public_id}/"
    assert cast.judge2.full_name in client.get(home).content.decode()
    today = timezone.localdate().isoformat()
    wanted = {"role": "assistant", "judge": cast.judge2.pk, "valid_from": today, "reason": "order 1"}
    assert client.post(home + "grant/", wanted)["Location"] == home
    assert RoleGrant.objects.get(account=cast.stranger, role="assistant").judge == cast.judge2
    assert cast.judge2.full_name in client.get("/ru/administration/roles/").content.decode()
    assert client.post(home + "grant/", {**wanted, "judge": ""}).status_code == 422


def test_a_grant_that_contradicts_itself_comes_back(cast: Cast) -> None:
    home = f"/ru/administration/accounts/{cast.stranger.public_id}/grant/"
    wrong = {"role": "institution_head", "valid_from": "2026-01-01", "reason": "order"}
    assert as_member(cast, "administrator").post(home, wrong).status_code == 422
    assert as_member(cast, "administrator").post(home, {}).status_code == 422


@pytest.mark.parametrize("key", ["petitioner", "clerk", "head_of_intake", "chair", "auditor", "commissioner_head"])
def test_nobody_else_sees_the_administration(cast: Cast, key: str) -> None:
    client = as_member(cast, key)
    account = f"/ru/administration/accounts/{cast.stranger.public_id}/"
    for address in ("/ru/administration/roles/", "/ru/administration/accounts/", account):
        assert client.get(address).status_code == 404
    for action in ("grant/", "close/"):
        assert client.post(account + action, {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("words", ["a\x00b", "x" * 5000, "%", "'"])
def test_odd_words_find_nothing_and_break_nothing(cast: Cast, words: str) -> None:
    assert as_member(cast, "administrator").get("/ru/administration/accounts/", {"words": words}).status_code == 200


def test_a_forged_id_is_not_found(cast: Cast) -> None:
    client = as_member(cast, "administrator")
    assert client.get("/ru/administration/accounts/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert client.post("/ru/administration/roles/99999999999999999999/revoke/").status_code == 404


def test_many_grants_cost_no_more_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for key in ("clerk", "chair", "auditor", "commissioner_head", "commissioner_officer", "judge1", "judge2"):
        getattr(cast, key)
    client = as_member(cast, "administrator")
    with django_assert_max_num_queries(9):
        client.get("/ru/administration/roles/")


@pytest.mark.parametrize("place", ["email", "password/change", "logout", "sessions", "reauthenticate"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pages_around_sign_in_open(cast: Cast, place: str, language: str) -> None:
    answer = as_member(cast, "petitioner").get(f"/{language}/account/{place}/", follow=True)
    assert answer.status_code == 200
