"""Other words for the same thing, in three languages: what people type and what the law calls it."""

from __future__ import annotations

import csv
import functools
from collections.abc import Sequence
from pathlib import Path

from courtcase.search.folding import loose
from courtcase.search.stemming import stem
from courtcase.search.tokens import words

THESAURUS = Path(__file__).parent / "data" / "thesaurus.csv"
LANGUAGES = ("kk", "ru", "en")
MOST_OTHERS = 8

Stems = tuple[frozenset[str], ...]


@functools.cache
def lines() -> tuple[tuple[str, ...], ...]:
    """Return the lines of thesaurus.csv, each a group of terms that mean one thing, read once."""
    with THESAURUS.open(encoding="utf-8", newline="") as file:
        return tuple(
            tuple(term.strip() for language in LANGUAGES for term in row[language].split("|") if term.strip())
            for row in csv.DictReader(file)
        )


@functools.cache
def terms() -> dict[str, list[tuple[Stems, int]]]:
    """Return by each stem a term may begin with the terms that do, as stems, with the number of their line."""
    found: dict[str, list[tuple[Stems, int]]] = {}
    for number, line in enumerate(lines()):
        for term in line:
            stems = tuple(stems_of(token.lexeme) for token in words(term))
            for first in stems[0]:
                found.setdefault(first, []).append((stems, number))
    return {first: sorted(some, key=lambda one: -len(one[0])) for first, some in found.items()}


@functools.lru_cache(maxsize=4_000)
def stems_of(word: str) -> frozenset[str]:
    """Return the stems by which a folded word is compared: of either Cyrillic language, in the loose alphabet."""
    return frozenset(loose(stem(word, language)) for language in ("kk", "ru"))


def other_words(following: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Return how many of the folded words from the first on are one term, and the other terms of its lines; 0 and none.

    The longest term counts. A word "" fits no term.
    """
    if not following or not following[0]:
        return 0, ()
    length, numbers = 0, list[int]()
    for first in stems_of(following[0]):
        for stems, number in terms().get(first, ()):
            if length <= len(stems) <= len(following) and fits(stems, following):
                numbers = numbers if len(stems) == length else []
                numbers.append(number)
                length = len(stems)
    typed = tuple(stems_of(word) for word in following[:length])
    others = [term for number in dict.fromkeys(numbers) for term in lines()[number] if not said(term, typed)]
    return length, tuple(dict.fromkeys(others))[:MOST_OTHERS]


def fits(stems: Stems, following: Sequence[str]) -> bool:
    """Say whether the words begin with a term."""
    return all(word and known & stems_of(word) for known, word in zip(stems, following, strict=False))


def said(term: str, typed: Stems) -> bool:
    """Say whether a term is what was typed already."""
    found = words(term)
    return len(found) == len(typed) and all(
        stems & stems_of(token.lexeme) for stems, token in zip(typed, found, strict=True)
    )
