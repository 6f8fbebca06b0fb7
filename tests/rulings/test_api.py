"""The API: open, read-only, published things alone, problems as problem+json, a schema of what it says."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rulings.models import Ruling
from tests.rulings.desk import Desk

LISTS = ("/api/v1/rulings/", "/api/v1/norms/", "/api/v1/measures/")
pytestmark = pytest.mark.django_db


def test_a_ruling_is_found_by_any_printed_number(stories: dict[str, Ruling], client: Client) -> None:
    for number in ("29", "29-НП", "29-НҚ", "29 NP"):
        found = client.get("/api/v1/rulings/", {"number": number}).json()["results"]
        assert [one["slug"] for one in found] == ["29"]
        assert found[0]["number"] == {"kk": "29-НҚ", "ru": "29-НП", "en": "29-NP"}
        assert found[0]["norms"][0]["outcome"] == "does_not_conform"
    assert client.get("/api/v1/rulings/", {"number": "no number"}).json()["results"] == []


def test_one_ruling_is_given_whole(stories: dict[str, Ruling], client: Client) -> None:
    ruling = Ruling.objects.get(slug="22")
    answer = client.get(f"/api/v1/rulings/{ruling.public_id}/").json()
    assert answer["facts"]["source"].startswith("cited in 88-НП")
    assert answer["cited_by"] == [{"kind": "cites", "public_path": "/rulings/88", "source": "cited in 88-НП"}]
    assert answer["norms"][0]["outcome"] is None


def test_lists_are_paged_by_key(stories: dict[str, Ruling], client: Client) -> None:
    first = client.get("/api/v1/rulings/").json()
    second = client.get(first["next"]).json()
    assert len(first["results"]) + len(second["results"]) == 55


def test_what_is_not_published_is_nowhere(client: Client, desk: Desk) -> None:
    ruling = desk.sign(desk.complete(desk.final_draft()))
    measure = desk.measure(ruling)
    for address in LISTS:
        content = client.get(address).content.decode()
        assert ruling.public_path + '"' not in content
        assert str(measure.public_id) not in content
    assert client.get(f"/api/v1/rulings/{ruling.public_id}/").status_code == 404
    assert client.get(f"/api/v1/measures/{measure.public_id}/").status_code == 404


def test_a_published_ruling_and_its_measure_are_given(client: Client, desk: Desk) -> None:
    ruling = desk.published()
    measure = desk.measure(ruling)
    answer = client.get(f"/api/v1/rulings/{ruling.public_id}/").json()
    assert {text["language"] for text in answer["texts"]} == {"kk", "ru"}
    assert answer["case_number"] == ruling.case.number  # type: ignore[union-attr]
    assert client.get(f"/api/v1/measures/{measure.public_id}/").json()["due_on"] is not None


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client: Client, address: str, method: str) -> None:
    response = getattr(client, method)(address)
    assert response.status_code == 405
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 405


@pytest.mark.parametrize("query", ["year=x", "outcome=zzz", "adopted_from=31.02.2026", "kind=zzz"])
def test_a_bad_filter_is_a_problem(client: Client, query: str) -> None:
    response = client.get(f"/api/v1/rulings/?{query}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == query.split("=")[0]


def test_it_sets_no_cookie(client: Client) -> None:
    for address in (*LISTS, "/api/schema/"):
        assert not client.get(address).cookies


def test_statements_do_not_grow(
    stories: dict[str, Ruling], client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for address in (*LISTS, f"/api/v1/rulings/{Ruling.objects.get(slug='85').public_id}/"):
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200


def test_the_schema_describes_every_list(client: Client) -> None:
    response = client.get("/api/schema/?format=json")
    schema = response.json()
    assert schema["openapi"].startswith("3.1")
    assert set(LISTS) <= set(schema["paths"])


def test_people_are_told_how(client: Client) -> None:
    assert "/api/v1/rulings/" in client.get("/en/api/").content.decode()
