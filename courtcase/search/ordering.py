"""Sort as the alphabets of the three languages do: no common database collation sorts Kazakh or Russian rightly."""

from __future__ import annotations

import re
import unicodedata

from courtcase.search.folding import clean

CYRILLIC = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"
# The Kazakh alphabet holds the Russian one in the Russian order, so one list serves both; the scripts change places.
ALPHABETS = {"kk": CYRILLIC + LATIN, "ru": CYRILLIC + LATIN, "en": LATIN + CYRILLIC}
KEY_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LONGEST_SORTED = 120
OTHER_LETTER = "zz"
PIECES = re.compile(r"\d+|[^\W\d_]|\s+")


def alphabet_key(text: str, language: str) -> str:
    """Return an ASCII key whose plain byte order is the order of the alphabet of `language` ("kk", "ru", "en").

    Punctuation and case do not count, numbers sort by value ("7-НП" before "41-НП"), a space sorts before any
    letter. Only the first 120 characters count. The key is at most 400 characters; store it with the "C" collation.
    """
    order = {letter: position for position, letter in enumerate(ALPHABETS[language])}
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", clean(text)).casefold())[:LONGEST_SORTED]
    return "".join(_piece_key(piece, order) for piece in PIECES.findall(composed.strip()))


def _piece_key(piece: str, order: dict[str, int]) -> str:
    """Return the key of one letter, one number or one stretch of space."""
    if piece.isspace():
        return "00"
    if piece[0].isdecimal():
        digits = str(int(piece))
        return f"1{KEY_DIGITS[min(len(digits), 35)]}{digits}"
    if piece not in order:
        base = unicodedata.normalize("NFD", piece)[0]
        if base not in order:
            return OTHER_LETTER
        piece = base
    position = order[piece]
    return "2" + KEY_DIGITS[position // 36] + KEY_DIGITS[position % 36]
