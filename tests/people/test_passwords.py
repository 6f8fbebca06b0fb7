"""Passwords that others try first are refused wherever one is set, with words that say why; sentences of words pass."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from courtcase.people import passwords
from courtcase.people.models import Account
from courtcase.people.passwords import is_common, is_row_of_keys, own_words
from tests.cast import Cast
from tests.petitions.acts import signed_in

OWNER = Account(full_name="Айгерім Сапарова-Үлгі", email="aigerim.saparova@corp.example", phone="+77011234567")
WORDS = [
    "lamp",
    "river",
    "copper",
    "quiet",
    "орман",
    "терезе",
    "желтая",
    "дорога",
    "кітап",
    "basket",
    "тетрадь",
    "жаңбыр",
]


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop12",
        "йцукенгшщзхъ",
        "йцукенйцукен",  # one row twice
        "1qaz2wsx3edc",
        "пароль123456",
        "ПарольПароль",
        "gfhjkm123456",  # пароль with the keys of the English keyboard
        "зфыыцщкв2024",  # password with those of the Russian one
        "құпиясөз2026",
        "09gbzc-p2026",  # құпиясөз with the keys of the English keyboard
        "казахстан2026",
        "!Sunshine2024!",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "12q12q12q12q",
        "пароль-пароль",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, OWNER)
    assert "password_too_common" in {one.code for one in refused.value.error_list}


@pytest.mark.parametrize(
    "password",
    [
        "aigerim and 12 more",
        "Сапарова, а не другая",
        "cfgfhjdf lamp 77",  # the name with the English keys
        "аворапас и лампа",  # backwards
        "my CourtCase words",
        "court-case courtcase",
        "Конституционный Суд 7",
        "Конституциялық Сот 77",
        "the constitutional court",
        "звоните 701 123-45-67",
    ],
)
def test_the_accounts_own_words_are_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, OWNER)
    assert "password_of_own_words" in {one.code for one in refused.value.error_list}


def test_twelve_digits_alone_are_an_iin_and_no_password() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("900405301218", OWNER)
    assert "password_entirely_numeric" in {one.code for one in refused.value.error_list}


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=5, unique=True))
def test_several_words_always_pass(words: list[str]) -> None:
    validate_password(" ".join(words) + " of mine", OWNER)


@given(st.text(max_size=40))
def test_nothing_anybody_types_breaks_the_look(password: str) -> None:
    assert is_common(password) in {True, False}
    assert is_row_of_keys(password) in {True, False}


def test_of_a_password_of_megabytes_no_more_than_its_beginning_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def look(password: str, *_words: object) -> bool:
        seen.append(len(password))
        return False

    monkeypatch.setattr(passwords, "is_common", look)
    monkeypatch.setattr(passwords, "holds_any", look)
    validate_password("x" * 1_000_000, OWNER)
    assert len(seen) == 2
    assert max(seen) <= 1_000


def test_nobodys_words_are_the_courts_alone() -> None:
    assert set(own_words(None)) == set(own_words(Account()))


@pytest.fixture
def fresh_limits() -> None:
    cache.clear()


def code_of_last_letter() -> str:
    found = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def told(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


@pytest.mark.django_db
@pytest.mark.usefixtures("fresh_limits")
class TestEveryRoad:
    def test_signing_up(self) -> None:
        new = {"full_name": "Жансая Үлгіұлы", "email": "new@example.kz", "language": "kk"}
        common = told(Client().post("/en/account/signup/", new | {"password1": "йцукенгшщзхъ"}))
        assert "Others try this password first" in common
        own = told(Client().post("/ru/account/signup/", new | {"password1": "Жансая две тысячи"}))
        assert "пробуют первыми" in own
        assert not Account.objects.filter(email="new@example.kz").exists()

    def test_changing_it(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.petitioner)
        sent = {"oldpassword": "three plain words and 7", "password1": "gfhjkm123456", "password2": "gfhjkm123456"}
        assert "Others try this password first" in told(client.post("/en/account/password/change/", sent))

    def test_recovering_it(self, cast: Cast) -> None:
        client = Client()
        client.post("/en/account/password/reset/", {"email": cast.petitioner.email})
        client.post("/en/account/password/reset/confirm/", {"code": code_of_last_letter()})
        sent = {"password1": "казахстан2026", "password2": "казахстан2026"}
        assert "Others try this password first" in told(client.post("/en/account/password/reset/complete/", sent))

    def test_setting_a_first_one(self, cast: Cast) -> None:
        Account.objects.filter(pk=cast.petitioner.pk).update(password="!")  # noqa: S106 - none is usable
        cast.petitioner.refresh_from_db()
        client = signed_in(cast.petitioner)
        sent = {"password1": "courtcase courtcase", "password2": "courtcase courtcase"}
        assert "tried first" in told(client.post("/en/account/password/set/", sent))
