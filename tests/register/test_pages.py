"""The published roots, for people and for their programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from courtcase.register import merkle
from courtcase.register.models import Event
from courtcase.register.operations import publish_root
from tests.register.conftest import NOON

Happen = Callable[[int], list[Event]]


@pytest.fixture
def published(happen: Happen) -> list[int]:
    """Publish the roots of two days and return their sizes."""
    happen(5)
    publish_root(day=date(2026, 3, 2), at=NOON)
    happen(4)
    publish_root(day=date(2026, 3, 3), at=NOON)
    return [5, 9]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_shows_the_roots_newest_first(client: Client, published: list[int], language: str) -> None:
    answer = client.get(f"/{language}/register/roots/")
    words = answer.content.decode()
    assert answer.status_code == 200
    assert words.index("03.03.2026") < words.index("02.03.2026")
    assert not answer.cookies


def test_the_page_of_an_empty_register_says_so(client: Client, db: None) -> None:
    assert "No root is published yet" in client.get("/en/register/roots/").content.decode()


def test_nothing_can_be_sent_to_it(client: Client, db: None) -> None:
    assert client.post("/en/register/roots/").status_code == 405
    assert client.post("/register/roots.json").status_code == 405


def test_the_json_is_cached_by_its_newest_root(client: Client, published: list[int]) -> None:
    answer = client.get("/register/roots.json")
    assert [root["tree_size"] for root in answer.json()["roots"]] == published
    assert [root["day"] for root in answer.json()["roots"]] == ["2026-03-02", "2026-03-03"]
    again = client.get("/register/roots.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    publish_root(day=date(2026, 3, 4), at=NOON)
    assert client.get("/register/roots.json", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_anyone_can_check_that_it_only_grew(client: Client, published: list[int]) -> None:
    proof = client.get("/register/consistency/5/9.json").json()
    roots = {root["tree_size"]: root["root"] for root in client.get("/register/roots.json").json()["roots"]}
    assert merkle.verify_consistency(
        old=5,
        new=9,
        old_root=bytes.fromhex(roots[5]),
        new_root=bytes.fromhex(roots[9]),
        proof=[bytes.fromhex(step) for step in proof["path"]],
    )


@pytest.mark.parametrize("sizes", ["9/5", "4/9", "5/10", "0/9", "99999999999999999999/5"])
def test_only_published_sizes_are_proved(client: Client, published: list[int], sizes: str) -> None:
    answer = client.get(f"/register/consistency/{sizes}.json")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
