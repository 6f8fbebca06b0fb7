"""A ruling's page that was made is given to the next reader, until anything it shows has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rulings.publication.caching import Kept, keep_page
from rulings.publication.operations.mend_rendition import ask_mending, decide_mending
from tests.rulings.desk import Desk

pytestmark = pytest.mark.django_db
KEPT = ("published",)


@pytest.fixture(autouse=True)
def _kept(settings: Any) -> Iterator[None]:
    """Let pages be kept, as outside of tests."""
    settings.PAGES_KEPT_BYTES = 200_000
    yield
    Kept.pages.clear()
    Kept.size = 0


def test_the_next_reader_costs_one_statement_and_a_withdrawal_is_seen_at_once(
    desk: Desk, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ruling = desk.published()
    address = f"/ru{ruling.public_path}"
    first = client.get(address)
    with django_assert_num_queries(1):
        again = client.get(address)
    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert "Вступление" in again.content.decode()
    asked = ask_mending(
        ruling=ruling,
        kind="withdrawal",
        passage="Вступление",
        reason="Лишнее.",
        actor=desk.publisher,
        at=desk.walk.tick(),
    )
    decide_mending(mending=asked, agrees=True, actor=desk.secretary, at=desk.walk.tick())
    assert "Вступление" not in client.get(address).content.decode()
    desk.measure(ruling)
    assert "Внести законопроект" in client.get(address).content.decode()
    desk.explained(ruling)
    assert "Применять её больше нельзя." in client.get(address).content.decode()
    assert "Қазақстан" in client.get(f"/kk{ruling.public_path}").content.decode()


def test_memory_is_bounded() -> None:
    for number in range(10):
        keep_page(f'"{number}"', b"x" * 60_000, "text/html")
    assert list(Kept.pages) == ['"7"', '"8"', '"9"']
    keep_page('"large"', b"x" * 300_000, "text/html")
    assert Kept.size == 180_000
