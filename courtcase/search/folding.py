"""Make spellings comparable: case, ё, stress marks, invisible signs, loosely typed Kazakh letters, wrong layouts."""

from __future__ import annotations

import functools
import re
import unicodedata

# Control, format, surrogate, private and unassigned characters, and marks that did not compose into a letter.
DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})
SPACES = frozenset("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85")
FOLD_ROUNDS = 8

# People without a Kazakh keyboard write the nearest Russian letter; one letter stands for one, so lengths stay equal.
KAZAKH_LOOSE = str.maketrans("әғқңөұүһіё", "агкноуухие")
KAZAKH_LETTERS = frozenset("әғқңөұүһі")

LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
# With Shift first, so that a key whose sign has no upper case keeps its small letter.
TO_CYRILLIC = str.maketrans(LATIN_KEYS.upper() + LATIN_KEYS, RUSSIAN_KEYS.upper() + RUSSIAN_KEYS)
TO_LATIN = str.maketrans(RUSSIAN_KEYS.upper() + RUSSIAN_KEYS, LATIN_KEYS.upper() + LATIN_KEYS)
KAZAKH_DIGIT_ROW = str.maketrans("234589-=0", "әіңғүұөһқ")
SPACED = re.compile(r"(\s+)")
LEAST_VOWELS = 0.25
VOWELS = frozenset("аеёиоуыэюяәіөүұaeiouy")


def clean(text: str) -> str:
    """Return `text` without characters PostgreSQL cannot store or people cannot see; whitespace becomes a space."""
    return "".join(
        " " if character in SPACES else character
        for character in text
        if character in SPACES or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    )


@functools.lru_cache(maxsize=30_000)
def fold(text: str) -> str:
    """Return the form in which two spellings are compared: NFKC, case folded, ё as е, no marks, no invisible signs.

    Folding a folded text changes nothing, which is why the steps repeat until they settle.
    """
    folded = text
    for _round in range(FOLD_ROUNDS):
        again = _fold_once(folded)
        if again == folded:
            return folded
        folded = again
    return folded


def _fold_once(text: str) -> str:
    composed = unicodedata.normalize("NFKC", clean(text)).casefold()
    composed = unicodedata.normalize("NFKC", composed).replace("ё", "е")
    return "".join(character for character in composed if unicodedata.category(character) not in DROPPED_CATEGORIES)


def loose(folded: str) -> str:
    """Return folded text with each Kazakh letter as the Russian letter people type in its place (қ as к, і as и)."""
    return folded.translate(KAZAKH_LOOSE)


def layout_guesses(query: str) -> list[str]:
    """Return what `query` says if it was typed with the wrong keyboard layout ("ghbdtn" gives "привет"), or nothing.

    A guess is made only when every letter is of one alphabet and each word of the guess could be a word at all; numbers
    among the words stay as they are.
    """
    letters = [character for character in query.casefold() if character.isalpha()]
    if not letters:
        return []
    if all(character.isascii() for character in letters):
        cyrillic = _translated(query, TO_CYRILLIC)
        # Kazakh letters stand on the digits of the upper row.
        kazakh = query.translate(TO_CYRILLIC).translate(KAZAKH_DIGIT_ROW)
        return [guess for guess in (cyrillic, kazakh) if _plausible(guess)][:1]
    if all(character in RUSSIAN_KEYS for character in letters):
        latin = _translated(query, TO_LATIN)
        return [latin] if _plausible(latin) else []
    return []


def _translated(query: str, table: dict[int, int]) -> str:
    """Return the words of `query` as another layout writes them; what has a digit and no letter is left alone."""
    return "".join(
        piece.translate(table) if any(character.isalpha() for character in piece) else piece
        for piece in SPACED.split(query)
    )


def _plausible(guess: str) -> bool:
    """Say whether the guess is words of three letters and more, numbers aside, with as many vowels as a language has."""
    pieces = [piece for piece in guess.casefold().strip("\"' .,").split() if not piece.isdigit()]
    if not pieces or not all(piece.isalpha() and len(piece) >= 3 for piece in pieces):
        return False
    letters = "".join(pieces)
    return sum(letter in VOWELS for letter in letters) >= len(letters) * LEAST_VOWELS
