"""How often a program, and an address, may ask the API; and that a Redis which is away keeps nobody out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from typing import Any

import pytest
from django.test import Client

from courtcase.people import api_limits
from courtcase.people.api_limits import counted
from tests.cast import Cast
from tests.people.test_programs import PETITIONS, admitted

pytestmark = pytest.mark.django_db
LEFT = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


@pytest.fixture(autouse=True)
def redis_answers() -> None:
    """Begin with a Redis that is not left alone."""
    api_limits.away["until"] = 0.0


def asked(secret: str = "", *, address: str | None = None, language: str = "en", path: str = PETITIONS) -> Any:
    """Ask the API once, from an address that nobody else in the tests has."""
    reader: Any = Client()
    sent = {"REMOTE_ADDR": address or f"2001:db8::{token_hex(2)}", "HTTP_ACCEPT_LANGUAGE": language}
    return reader.get(path, **sent, **({"HTTP_AUTHORIZATION": f"Bearer {secret}"} if secret else {}))


class TestOfAToken:
    def test_each_answer_says_what_is_left(self, cast: Cast, settings: Any) -> None:
        settings.API_TOKEN_LIMIT = 3
        secret = admitted(cast).secret
        answers = [asked(secret) for _turn in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
        assert all(answer["RateLimit-Limit"] == "3" for answer in answers)
        assert all(0 < int(answer["RateLimit-Reset"]) <= 60 for answer in answers)

    def test_one_too_many_is_a_problem_with_a_time_to_come_back(self, cast: Cast, settings: Any) -> None:
        settings.API_TOKEN_LIMIT = 1
        secret = admitted(cast).secret
        asked(secret)
        told = {language: asked(secret, language=language) for language in ("kk", "ru", "en")}
        for answer in told.values():
            assert answer["Content-Type"] == "application/problem+json"
            assert 0 < int(answer["Retry-After"]) <= 60
            assert answer.json()["errors"][0]["code"] == "throttled"
        assert len({answer.json()["detail"] for answer in told.values()}) == 3

    def test_another_token_has_its_own(self, cast: Cast, settings: Any) -> None:
        settings.API_TOKEN_LIMIT = 1
        first, second = admitted(cast, name="One").secret, admitted(cast, name="Two").secret
        assert [asked(secret).status_code for secret in (first, second, first)] == [200, 200, 429]

    def test_many_at_once_are_counted_one_by_one(self) -> None:
        who = token_hex(8)
        with ThreadPoolExecutor(8) as several:
            found = list(several.map(lambda _turn: counted("token", who, 10), range(40)))
        assert sorted(one.used for one in found if one) == list(range(1, 41))


class TestOfAnAddress:
    def test_counts_before_anybody_is_known(self, cast: Cast, settings: Any) -> None:
        settings.API_ADDRESS_LIMIT = 2
        address = f"2001:db8:1::{token_hex(2)}"
        secret = admitted(cast).secret
        statuses = [asked("courtcase_wrong", address=address).status_code for _turn in range(2)]
        assert statuses == [401, 401]
        over = asked(secret, address=address, language="ru")
        assert (over.status_code, over["Content-Type"]) == (429, "application/problem+json")
        assert over.json()["title"] == "Слишком много запросов"
        assert asked(secret).status_code == 200

    def test_pages_for_people_are_not_counted(self, settings: Any) -> None:
        settings.API_ADDRESS_LIMIT = 1
        answers = [asked(address="2001:db8:2::8", path="/ru/rulings/") for _turn in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert not any(name in answer for answer in answers for name in LEFT)


class TestWithoutRedis:
    def test_nobody_is_kept_out_nor_kept_waiting(self, cast: Cast, settings: Any) -> None:
        settings.API_TOKEN_LIMIT = settings.API_ADDRESS_LIMIT = 1
        secret = admitted(cast).secret
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        answers = [asked(secret, address="2001:db8::9") for _turn in range(5)]
        assert [answer.status_code for answer in answers] == [200] * 5
        assert not any(name in answer for answer in answers for name in LEFT)

    def test_nought_is_no_limit(self, cast: Cast) -> None:
        assert counted("token", token_hex(4), 0) is None
