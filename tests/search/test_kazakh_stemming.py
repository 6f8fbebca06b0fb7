"""The Kazakh stemmer against pairs made by hand: what a reader calls the same word, and what only looks alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.search.folding import loose
from courtcase.search.stemming import kazakh_stem, stem
from tests.search.stemming import of_pairs, pairs

KAZAKH_WORDS = st.text(alphabet="аәбвгғдежзийкқлмнңоөпрстуұүфхһшыіэюя", min_size=1, max_size=20)
SUFFIXED = st.sampled_from(["ның", "нің", "дар", "лер", "ға", "ға", "сы", "сінің", "дан", "ларымыз"])


def test_almost_all_pairs_are_met() -> None:
    rows = pairs()
    assert len(rows) >= 300
    assert sum(row["same"] == "no" for row in rows) >= 80
    found = of_pairs(rows)
    assert found.under <= 0.01, found.missed
    assert found.over <= 0.06, found.missed


@pytest.mark.parametrize(
    ("form", "expected"),
    [("бабының", "бап"), ("құқығына", "құқық"), ("істің", "іс"), ("өтініштерді", "өтініш"), ("соттардан", "сот")],
)
def test_stems_read_as_words(form: str, expected: str) -> None:
    assert kazakh_stem(form) == expected


@given(KAZAKH_WORDS)
def test_a_stem_is_never_empty_and_begins_as_the_word_does(word: str) -> None:
    stemmed = kazakh_stem(word)
    assert stemmed
    assert word.startswith(stemmed[:-1])


@given(KAZAKH_WORDS)
def test_typing_without_kazakh_letters_gives_the_same_loose_stem(word: str) -> None:
    assert loose(kazakh_stem(word)) == loose(kazakh_stem(loose(word)))


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("конституционного", "ru", "конституцион"),
        ("petitions", "en", "petit"),
        ("petitions", "ru", "petit"),
        ("өтініштің", "ru", "өтініш"),
        ("482", "kk", "482"),
    ],
)
def test_letters_decide_before_the_language(word: str, language: str, expected: str) -> None:
    assert stem(word, language) == expected
