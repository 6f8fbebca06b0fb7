"""The page of the search: what was understood, facets that keep the words, passages with anchors, a feed of any search."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courtcase.law.queries import cite
from courtcase.people.actors import Actor
from rulings.models import Ruling
from rulings.publication.facets import counted, facts_of, stamp_of_all
from rulings.publication.filters import Filters, narrowed
from rulings.publication.operations.index_again import index_again
from tests.rulings.desk import Desk
from tests.search.scoring import score, written

pytestmark = pytest.mark.django_db
KEPT = ("published",)


def page(client: Client, query: str, language: str = "ru") -> str:
    return client.get(f"/{language}/rulings/", {"q": query}).content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("fkbvtyns", "“алименты”, typed with another keyboard layout"),
        ("482 УПК", "Read as a norm that is cited: 482 УПК"),
        ("госпошлина", "Searched also as: мемлекеттік баж; государственная пошлина; state duty"),
        ("алименты марсианам", "No ruling holds all of these words"),
        ("zzzz", "What one can try"),
    ],
)
def test_what_was_understood_is_said(stories: dict[str, Ruling], client: Client, query: str, said: str) -> None:
    words = " ".join(page(client, query, "en").replace("&quot;", '"').split())
    assert said in words


def test_facets_narrow_without_losing_the_words(stories: dict[str, Ruling], client: Client) -> None:
    response = client.get("/ru/rulings/", {"q": "кодекса", "year": "2026"})
    facets = {facet.name: facet for facet in response.context["facets"]}
    acts = facets["Рассмотренный акт"].first
    chosen = next(choice for choice in acts if choice.words == "УПК")
    narrower = client.get("/ru/rulings/" + chosen.url)
    assert narrower.context["form"]["q"].value() == "кодекса"
    assert len(narrower.context["lines"]) == chosen.count > 0
    years = next(facet for facet in narrower.context["facets"] if facet.chosen and facet.first[0].words == "2026")
    assert "year" not in years.first[0].url


def test_counts_are_what_choosing_shows(stories: dict[str, Ruling]) -> None:
    rulings = facts_of(stamp_of_all()).rulings
    for asked in (Filters(), Filters(year=2026), Filters(outcome="conforms_read_as", area="criminal-procedure")):
        counts = counted(rulings, asked, None)
        for name, counter in counts.items():
            for value, count in counter.items():
                chosen = Filters(**{**asked.__dict__, name: int(value) if name == "year" else value})
                assert narrowed(chosen).count() == count, (asked, name, value)


def test_passages_lead_to_their_paragraph(client: Client, desk: Desk) -> None:
    ruling = desk.published()
    words = page(client, "признать норму не соответствующей")
    assert f'href="/ru{ruling.public_path}#p5"' in words
    assert "<mark>Признать</mark> <mark>норму</mark>" in words
    kazakh = page(client, "тұжырым", "ru")
    assert f'href="/kk{ruling.public_path}#p3"' in kazakh
    norm = ruling.provisions.select_related("provision__act").get().provision
    assert ruling.public_path in page(client, cite(norm, "ru"))


def test_a_feed_of_a_search_holds_what_it_finds(stories: dict[str, Ruling], client: Client) -> None:
    feed = client.get("/ru/rulings/feed.atom", {"q": "алименты"}).content.decode()
    assert "/ru/rulings/alimony" in feed
    assert "/ru/rulings/85" not in feed
    assert client.get("/ru/rulings/feed.atom", {"q": "29-НП"}).content.decode().count("<entry>") == 1


def test_found_rulings_are_paged_and_cost_the_same(
    stories: dict[str, Ruling], client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get("/ru/rulings/", {"q": "кодекс"})
    with django_assert_max_num_queries(16):
        second = client.get("/ru/rulings/" + first.context["older"])
    shown = {line.url for line in first.context["lines"]}
    assert len(shown) == 10
    assert second.context["lines"]
    assert not shown & {line.url for line in second.context["lines"]}


def test_indexing_anew_changes_nothing_that_is_found(stories: dict[str, Ruling], client: Client) -> None:
    before = page(client, "алименты")
    assert index_again(after=0, limit=100, actor=Actor.system("test"), at=timezone.now()).done >= 55
    assert page(client, "алименты") == before


def test_half_of_many_queries_is_never_tuned_on() -> None:
    queries = written()
    assert len(queries) >= 60
    assert sum(one.held for one in queries) * 2 >= len(queries)


@pytest.mark.parametrize(("held", "least"), [(False, 0.9), (True, 0.8)])
def test_what_should_come_first_does(stories: dict[str, Ruling], held: bool, least: float) -> None:
    found = score(held=held)
    assert found.mean >= least, "\n".join(found.missed)
