"""What a process remembers of words is bounded: all caches filled take no more than a worker may grow by."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

from courtcase.law.citing.names import key_of
from courtcase.law.citing.words import sense_of
from courtcase.search.folding import fold
from courtcase.search.matching import _alternatives
from courtcase.search.stemming import stem
from courtcase.search.thesaurus import stems_of
from petitions.intake.wording import digest_of_word

MOST_BYTES = 30_000_000
LETTERS = "абвгдежзийклмнопрстуфхцчшыэюя"
REMEMBERING: list[tuple[Any, Callable[[str], object]]] = [
    (fold, fold),
    (stem, lambda word: stem(word, "ru")),
    (stems_of, stems_of),
    (_alternatives, lambda word: _alternatives(word, "ru")),
    (sense_of, sense_of),
    (key_of, lambda word: key_of(word, "ru")),
    (digest_of_word, lambda word: digest_of_word(word, b"k" * 32)),
]


def word(number: int) -> str:
    """Return a word of eight letters that no other number gives."""
    signs = []
    for place in range(8):
        number, letter = divmod(number, len(LETTERS))
        signs.append(LETTERS[(letter + place) % len(LETTERS)])
    return "".join(signs)


def test_a_worker_that_met_every_word_there_is_holds_little_of_them() -> None:
    """A tenth of each cache is filled, which tells of the whole."""
    for remembering, _call in REMEMBERING:
        remembering.cache_clear()
    tracemalloc.start()
    try:
        for remembering, call in REMEMBERING:
            for number in range(remembering.cache_info().maxsize // 10):
                call(word(number))
        held, _most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held * 10 < MOST_BYTES
