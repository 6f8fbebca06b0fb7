"""A title nobody saw in the language of a page: said so, told in another language, marked as that; never cited as a title."""

from __future__ import annotations

import pytest
from django.test import Client

from rulings.models import Ruling, SourceFacts
from rulings.models.kinds import FINAL

pytestmark = pytest.mark.django_db
WORDS = "An English title alone"
UNSEEN = {
    "kk": "Бұл тілдегі атауы дереккөздерімізде кездеспеді:",
    "ru": "Название на этом языке в наших источниках не встретилось:",
}


@pytest.fixture
def english(stories: dict[str, Ruling]) -> Ruling:
    """Return the newest ruling, of which an English title is all that anybody knows."""
    ruling = Ruling.objects.filter(kind__in=FINAL).order_by("-sort_day", "-pk")[0]
    ruling.provisions.all().delete()
    SourceFacts.objects.filter(ruling=ruling).update(subject_en="")
    Ruling.objects.filter(pk=ruling.pk).update(title_kk="", title_ru="", title_en=WORDS)
    ruling.refresh_from_db()
    return ruling


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_it_says_so_and_the_words_bear_their_language(english: Ruling, client: Client, language: str) -> None:
    for place in ("/", "/rulings/", english.public_path):
        told = client.get(f"/{language}{place}").content.decode()
        before, found, _after = told.partition(f' lang="en">{WORDS}')
        assert found, place
        assert UNSEEN[language] in before[-300:], place
    assert f"{UNSEEN[language]} {WORDS}" in client.get(f"/{language}/rulings/feed.atom").content.decode()


def test_in_its_own_language_nothing_is_said(english: Ruling, client: Client) -> None:
    told = client.get(f"/en{english.public_path}").content.decode()
    assert f'<p class="lead">{WORDS}</p>' in told
    assert "was not seen in our sources:" not in told


def test_a_citation_holds_no_words_that_are_no_title(stories: dict[str, Ruling], client: Client) -> None:
    ruling = Ruling.objects.filter(title_kk="", title_ru="", title_en="").exclude(facts__subject_en="")[0]
    shown = client.get(f"/ru{ruling.public_path}")
    title, citation = shown.context["line"].title, shown.context["citation"]
    assert title
    assert title not in citation
    assert "Конституционный Суд Республики Казахстан" in citation
