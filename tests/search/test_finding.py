"""Putting things into the search and finding them again, on the real PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from courtcase.people.actors import Actor
from courtcase.register.models import Subject
from courtcase.search import queries
from courtcase.search.matching import BuiltQuery, tsquery
from courtcase.search.models import SearchDocument
from courtcase.search.operations import Worded, drop, index
from courtcase.search.queries import excerpt, find

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
SYSTEM = Actor.system("test")


def put(title: str, text: str, *, language: str = "ru", visibility: str = "public", kind: str = "ruling") -> Subject:
    subject = Subject.objects.create(kind=kind)
    index(subject=subject, visibility=visibility, worded=[Worded(language, title, text)], actor=SYSTEM, at=AT)
    return subject


def titles(query: str, **options: object) -> list[str]:
    return [hit.title for hit in find(query=query, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("гражданин", None),
        ("гражданами", "ru"),
        ("85-НП", None),
        ("85 нп", "ru"),
        ("№85НП", None),
        ("ст. 482 УПК", None),
        ("482-бап ҚПК", None),
        ('"права граждан"', "ru"),
        ("«права граждан»", "ru"),
        ("ghfdf", "ru"),
        ("о правах", "ru"),
        ("права\x00 \u202eграждан", None),
    ],
)
def test_a_russian_text_is_found(query: str, language: str | None) -> None:
    put("Нормативное постановление № 85-НП", "Права граждан по статье 482 Уголовно-процессуального кодекса.")
    put("Другое", "Ничего похожего")
    assert titles(query, language=language) == ["Нормативное постановление № 85-НП"]


@pytest.mark.parametrize(
    "query", ["құқық", "кукык", "құқықтардың", "кукыктары", "Азаматтар құқығы", '"азаматтардың құқығы"']
)
def test_a_kazakh_text_is_found_however_it_is_typed(query: str) -> None:
    put("Қаулы", "Азаматтардың құқықтары қорғалады", language="kk")
    assert titles(query) == ["Қаулы"]


def test_a_text_typed_without_kazakh_letters_is_found_by_right_spelling() -> None:
    put("Каулы", "азаматтардын кукыктары", language="kk")
    assert titles("құқық", language="kk") == ["Каулы"]


@pytest.mark.parametrize("query", ['"граждан права"', "права иностранцев", "85-НҚ", "", "''':*&|!", "\x00"])
def test_what_is_not_there_is_not_found(query: str) -> None:
    put("Постановление № 85-НП", "Права граждан")
    assert titles(query) == []


@pytest.mark.parametrize("query", ["a' | 'b", "\\", "'", "суд & !", "((суд", "суд:*", "<->", '"', "%s", "-- ;"])
def test_signs_of_the_query_language_are_only_text(query: str) -> None:
    put("Суд", "суд")
    assert titles(query) in ([], ["Суд"])


def test_a_title_outranks_a_mention_and_a_word_in_the_public_row_only_is_public() -> None:
    put("Прочее", "о жилище " * 3)
    put("Жилище", "иное")
    put("Тайное жилище", "жилище", visibility="staff")
    assert titles("жилище") == ["Жилище", "Прочее"]
    assert "Тайное жилище" in titles("жилище", visibility="staff")


def test_kinds_languages_and_what_the_person_may_see_narrow_the_search() -> None:
    ruling, petition = put("Решение", "суд"), put("Обращение", "суд", kind="petition")
    assert titles("суд", kinds=["petition"]) == ["Обращение"]
    assert titles("суд", language="kk") == []
    assert titles("суд", within=Subject.objects.filter(pk=ruling.pk).values("pk")) == ["Решение"]
    assert petition.pk != ruling.pk


def test_indexing_again_replaces_and_dropping_removes() -> None:
    subject = put("Старое", "прежний текст")
    worded = [Worded(language, "Новое", "другой") for language in ("ru", "kk")]
    index(subject=subject, visibility="public", worded=worded, actor=SYSTEM, at=AT)
    assert titles("прежний") == []
    assert titles("другой", language="ru") == titles("другой", language="kk") == ["Новое"]
    assert drop(subject=subject, actor=SYSTEM, at=AT) == 2
    assert not SearchDocument.objects.exists()


def test_only_the_newest_matches_are_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courtcase.search.queries.MOST_RANKED", 2)
    for age in range(4):
        subject = Subject.objects.create(kind="ruling")
        when = AT - timedelta(days=age)
        index(subject=subject, visibility="public", worded=[Worded("ru", f"{age}", "суд")], actor=SYSTEM, at=when)
    assert titles("суд") == ["0", "1"]


def test_a_rare_phrase_is_found_however_common_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_READ", 2)
    monkeypatch.setattr(queries, "ENOUGH", 1)
    old = put("Первое", "право на защиту")
    for number in range(3):
        put(f"Позже {number}", "защиту даёт право на жильё")
    found = queries.search(query="«право на защиту»")
    assert (found.subjects, found.capped) == ((old.pk,), False)
    new = put("Последнее", "право на защиту")
    assert queries.search(query="«право на защиту»").subjects == (new.pk,)
    assert queries.search(query="«право на защиту»").capped


def test_beyond_the_first_few_the_newest_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_WEIGHED", 0)
    first, second = put("Суд", "суд суд суд"), put("О другом", "суд упомянут")
    assert queries.search(query="суд").subjects == (first.pk, second.pk)


def test_texts_of_any_kind_can_be_stored() -> None:
    put("\x00\u202e" + "т" * 900, "\x00\ud800 'a' \\ : * " + "слово " * 50_000)
    assert titles("слово")[0].startswith("ттт")


def test_the_index_answers_the_query() -> None:
    put("Суд", "суд")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = SearchDocument.objects.filter(tokens=BuiltQuery(tsquery("суд", "ru"))).explain()
    assert "search_tokens" in plan


def test_titles_sort_by_the_alphabet_in_the_database() -> None:
    for title in ("Іс", "Әке", "Ыдыс", "Аға"):
        put(title, "", language="kk")
    stored = SearchDocument.objects.order_by("sort_key").values_list("title", flat=True)
    assert list(stored) == ["Аға", "Әке", "Ыдыс", "Іс"]


def test_an_excerpt_stands_around_the_first_match() -> None:
    pieces = excerpt("пустое " * 100 + "право граждан " + "пустое " * 100, "граждане", "ru", length=120)
    assert ("граждан", True) in pieces
    assert sum(len(piece) for piece, _match in pieces) < 150
