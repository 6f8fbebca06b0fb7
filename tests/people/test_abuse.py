"""Who tries too often is slowed down by address, network, device and day, told what to do, and fills nobody's box."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory

from courtcase.people.limits import host_of, network_of, too_many, too_many_letters
from tests.cast import Cast


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    """Count apart from other tests, which forget all counts now and then."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "abuse"}}
    cache.clear()
    settings.DAY_TIMES = 20


def tries(address: str, *, times: int = 1, device: str = "", seconds: int = 600, what: str = "thing") -> list[bool]:
    """Return for each of so many tries of one address whether it was one too many of three."""
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    if device:
        request.COOKIES["csrftoken"] = device
    return [too_many(request, what, limit=3, seconds=seconds) for _time in range(times)]


@pytest.mark.parametrize(
    ("address", "host", "net"),
    [
        ("203.0.113.9", "203.0.113.9/32", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("::ffff:203.0.113.9", "203.0.113.9/32", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
        ("nonsense", "nonsense", "nonsense"),
    ],
)
def test_an_address_belongs_to_a_subscriber_and_a_network(address: str, host: str, net: str) -> None:
    assert (host_of(address), network_of(address)) == (host, net)


def test_an_address_is_slowed_down_and_another_is_not() -> None:
    assert tries("203.0.113.9", times=4) == [False, False, False, True]
    assert tries("203.0.113.10") == [False]


def test_a_whole_64_of_the_new_kind_is_one_subscriber() -> None:
    assert [tries(f"2001:db8::{last}")[0] for last in range(1, 5)] == [False, False, False, True]


def test_a_network_has_five_times_as_many() -> None:
    assert [tries(f"203.0.113.{last}")[0] for last in range(1, 17)] == [False] * 15 + [True]
    assert tries("198.51.100.1") == [False]


def test_a_device_that_changes_its_address_is_counted_on() -> None:
    asked = [tries(f"198.51.{third}.1", device="one and the same")[0] for third in range(4)]
    assert asked == [False, False, False, True]


def test_a_day_has_its_own_measure(settings: Any) -> None:
    settings.DAY_TIMES = 2
    for _span in range(2):  # the short count begins anew, as in the next ten minutes
        assert not any(tries("203.0.113.9", times=3))
        forget_short_counts()
    assert tries("203.0.113.9") == [True]


def forget_short_counts() -> None:
    """Forget the counts of the short span and of the network, as time does."""
    for what, whom in (("thing", "203.0.113.9/32"), ("thing:network", "203.0.113.0/24")):
        cache.delete(f"tries:{what}:{hashlib.sha256(whom.encode()).hexdigest()[:24]}")


def test_an_address_has_its_letters_of_the_day_and_no_more(settings: Any) -> None:
    settings.LETTERS_A_DAY = 2
    assert [too_many_letters(one) for one in ("A@b.kz", "a@B.kz ", "a@b.kz", "c@b.kz")] == [False, False, True, False]


@pytest.mark.django_db
def test_nobodys_box_is_filled_by_recovery_of_what_they_never_had(settings: Any) -> None:
    settings.LETTERS_A_DAY = 2
    for address in range(1, 6):
        Client(REMOTE_ADDR=f"203.0.{address}.9").post("/ru/account/password/reset/", {"email": "victim@example.kz"})
    assert len(mail.outbox) == 2


@pytest.mark.django_db
def test_a_confirmed_owner_still_gets_every_code(settings: Any, cast: Cast) -> None:
    settings.LETTERS_A_DAY = 1
    for address in range(1, 4):
        Client(REMOTE_ADDR=f"203.0.{address}.9").post("/ru/account/password/reset/", {"email": cast.clerk.email})
    assert len(mail.outbox) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("kk", "Бес минут күтіп"), ("ru", "Подождите пять минут"), ("en", "Wait five")]
)
def test_who_is_slowed_down_is_told_what_to_do(language: str, words: str) -> None:
    client = Client(REMOTE_ADDR="203.0.113.77")
    for _time in range(21):
        page, sent = f"/{language}/account/signup/", {"full_name": "Ержан Сәрсен Ұлы", "email": "no"}
        answer = client.post(page, sent, headers={"referer": f"http://testserver{page}"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300", "five minutes, as the page says"
    assert f'href="{page}"' in answer.content.decode().partition("<main")[2], "and the way back"
    assert words in answer.content.decode()
    assert "Ержан Сәрсен Ұлы" in answer.content.decode(), "what was written is given back"


@pytest.mark.django_db
def test_guessing_a_password_is_shut_out_by_account_too(cast: Cast) -> None:
    for address in range(1, 7):
        sent = {"login": cast.clerk.email, "password": "wrong wrong wrong"}
        answer = Client(REMOTE_ADDR=f"203.0.{address}.9").post("/ru/account/login/", sent)
    assert "Слишком много попыток" in answer.content.decode()
