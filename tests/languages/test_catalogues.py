"""Three complete languages: every room's words are gathered, translated, and call things by the Court's own names."""

from __future__ import annotations

import time
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from django.utils import translation
from django.utils.translation import gettext, ngettext

from courtcase.languages import catalogues
from courtcase.languages.extraction import extracted, keys, templates_by_room
from courtcase.languages.rooms import LANGUAGES, LOCALE, ROOMS, ROOT, sources
from courtcase.languages.terms import missing_terms, terms

ALL_ROOMS = ("borrowed", *ROOMS)


@cache
def templates() -> dict[str, Catalog]:
    return templates_by_room()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ALL_ROOMS)
def test_a_room_is_complete(room: str, language: str) -> None:
    assert catalogues.faults(room, language, templates()[room]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_rooms_do_not_contradict_each_other(language: str) -> None:
    assert catalogues.conflicts(language) == []


def test_every_source_with_words_belongs_to_a_room() -> None:
    owned = {path for files in sources().values() for path in files}
    roots = [ROOT / name for name in ("courtcase", "petitions", "rulings", "templates")]
    all_files = {
        path
        for root in roots
        for path in root.rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and path.is_file() and "migrations" not in path.parts
    }
    homeless = sorted(path for path in all_files - owned if len(keys(extracted([path]))))
    assert homeless == []


def test_every_catalogue_belongs_to_a_room() -> None:
    assert {path.name for path in LOCALE.iterdir() if path.is_dir()} <= set(ALL_ROOMS)


def test_compiling_everything_is_quick() -> None:
    began = time.process_time()
    written = catalogues.compile_all(force=True)
    assert written
    assert time.process_time() - began < 3
    assert catalogues.compile_all() == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_library_speaks_the_language(language: str) -> None:
    expected = {
        "kk": "Құпиясөзіңіз тек сандардан тұрмауы керек.",
        "ru": "Пароль не должен состоять из одних цифр.",
        "en": "Your password can’t be entirely numeric.",
    }
    with translation.override(language):
        assert gettext("Your password can’t be entirely numeric.") == expected[language]


@pytest.mark.parametrize(("days", "words"), [(1, "остался 1 день"), (3, "осталось 3 дня"), (11, "осталось 11 дней")])
def test_russian_counts_in_three_forms(days: int, words: str) -> None:
    with translation.override("ru"):
        assert ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days} == words


def test_a_missing_placeholder_is_a_fault() -> None:
    message = Message("%(days)d days left", "қалды")
    assert catalogues.placeholder_faults(message) == ["қалды"]


def test_a_strange_placeholder_is_a_fault() -> None:
    message = Message("{name} left", "{who} қалды")
    assert catalogues.placeholder_faults(message) == ["{who} қалды"]


def test_a_singular_without_its_number_is_no_fault() -> None:
    message = Message(("One day left", "%(days)d days left"), ("%(days)d күн қалды", "%(days)d күн қалды"))
    assert catalogues.placeholder_faults(message) == []


def test_another_word_for_a_petition_is_a_fault() -> None:
    assert missing_terms(Message("Your petition", "Ваша жалоба"), "ru")
    assert missing_terms(Message("Your petition", "Ваше обращение"), "ru") == []


def test_the_printed_terms_satisfy_their_own_patterns() -> None:
    import csv

    with (LOCALE / "terms.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["concept"]: row for row in csv.DictReader(file)}
    for term in terms():
        assert term.kk.search(rows[term.concept]["kk"]), term.concept
        assert term.ru.search(rows[term.concept]["ru"]), term.concept


# What staff read, and the record, calls whoever petitions by the word of the law; pages of petitioners by the plain word.
@pytest.mark.parametrize("room", ["intake", "letters", "proceedings", "petitions"])
def test_staff_read_the_word_of_the_law_for_whoever_petitions(room: str) -> None:
    plain = {"ru": "заявител", "kk": "өтініш беруші"}
    for language, word in plain.items():
        said = [str(one.string) for one in catalogues.read(room, language)]
        assert not [one for one in said if word in one.lower()]
