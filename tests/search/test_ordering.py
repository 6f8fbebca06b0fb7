"""Sorting by the alphabets."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.search.ordering import ALPHABETS, alphabet_key

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
ENGLISH = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(("language", "letters"), [("kk", KAZAKH), ("ru", RUSSIAN), ("en", ENGLISH)])
def test_every_letter_sorts_at_its_place(language: str, letters: str) -> None:
    shuffled = random.Random(7).sample(letters, len(letters))
    assert "".join(sorted(shuffled, key=lambda letter: alphabet_key(letter, language))) == letters
    assert [alphabet_key(letter.upper(), language) for letter in letters] == [
        alphabet_key(letter, language) for letter in letters
    ]


@given(st.text(alphabet=KAZAKH, min_size=1, max_size=12), st.text(alphabet=KAZAKH, min_size=1, max_size=12))
def test_words_compare_letter_by_letter(left: str, right: str) -> None:
    by_letters = [KAZAKH.index(letter) for letter in left] < [KAZAKH.index(letter) for letter in right]
    assert (alphabet_key(left, "kk") < alphabet_key(right, "kk")) == by_letters


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_numbers_sort_by_value(left: int, right: int) -> None:
    assert (alphabet_key(f"{left}-НП", "ru") < alphabet_key(f"{right}-НП", "ru")) == (left < right)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("kk", ["7-НҚ", "41-НҚ", "аға", "Әке", "ыдыс", "Іс", "zebra"]),
        ("ru", ["7-НП", "41-НП", "ель", "Ёлка", "жук", "zebra"]),
        ("en", ["7 acts", "41 acts", "court", "Court case", "courtyard", "éclair", "zebra", "суд"]),
    ],
)
def test_mixed_titles(language: str, expected: list[str]) -> None:
    shuffled = random.Random(3).sample(expected, len(expected))
    assert sorted(shuffled, key=lambda title: alphabet_key(title, language)) == expected


@given(st.text(max_size=400), st.sampled_from(sorted(ALPHABETS)))
def test_keys_are_short_ascii(text: str, language: str) -> None:
    key = alphabet_key(text, language)
    assert key.isascii()
    assert len(key) <= 400
