"""Turn a text into lexemes with positions, and those into the text form of a PostgreSQL tsvector."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from courtcase.search.citations import citations
from courtcase.search.folding import fold, loose
from courtcase.search.stemming import stem

# A stretch of letters, digits, marks and the invisible signs that may hide inside a word.
WORD = re.compile(r"[\w\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
PARTS = re.compile(r"\d+|[^\W\d_]+")
LONGEST_LEXEME = 60
# PostgreSQL's own limits: positions end at 16,383, a lexeme keeps 256 of them, a tsvector is under 1 MB.
LAST_POSITION = 16_383
POSITIONS_KEPT = 255
VECTOR_BYTES = 700_000
LONGEST_TEXT = 4_000_000
LOOSE_MARK = "~"


class Token(NamedTuple):
    """One lexeme: `position` among the words, where its word stands in the text, whether a space precedes it."""

    lexeme: str
    position: int
    start: int
    end: int
    spaced: bool


def words(text: str) -> list[Token]:
    """Return the folded, unstemmed words and numbers of `text`; "85-НП" is two of them, the second not spaced."""
    found: list[Token] = []
    last_end = 0
    for match in WORD.finditer(text):
        gap = text[last_end : match.start()]
        spaced = not found or gap == " " or any(character.isspace() for character in gap)
        for part in PARTS.findall(fold(match.group())):
            found.append(Token(part[:LONGEST_LEXEME], len(found) + 1, match.start(), match.end(), spaced))
            spaced = False
            last_end = match.end()
    return found


def tokens(text: str, language: str, *, cited: bool = True) -> list[Token]:
    """Return every lexeme of `text` in `language` ("kk", "ru", "en"): stems, loose Kazakh spellings, norms cited.

    A loose spelling, where it differs, is marked with "~" and a norm begins with "norm:"; both stand at the position
    of the word they belong to; with `cited` false norms are not looked for. Text beyond 4,000,000 characters is left out.
    """
    kept = text[:LONGEST_TEXT]
    found: list[Token] = []
    plain = words(kept)
    for token in plain:
        stemmed = stem(token.lexeme, language)
        found.append(token._replace(lexeme=stemmed))
        if loose(stemmed) != stemmed:
            found.append(token._replace(lexeme=LOOSE_MARK + loose(stemmed)))
    starts = [token.start for token in plain]
    for citation in citations(kept) if cited else ():
        index = min(bisect_left(starts, citation.start), len(plain) - 1)
        if index >= 0:
            place = plain[index]
            found.append(Token(citation.token, place.position, citation.start, citation.end, place.spaced))
    return found


def as_vector(title: Iterable[Token], body: Iterable[Token], about: Iterable[Token] = ()) -> str:
    """Return the tsvector text of a title (weight A), of what it is about (weight B) and of a body (weight D).

    Lexemes beyond PostgreSQL's limit of 1 MB are left out, the rarest part of a very long text.
    """
    places: dict[str, list[str]] = {}
    size = offset = 0
    for weight, group in (("A", title), ("B", about), ("", body)):
        highest = offset
        for token in group:
            position = token.position + offset
            highest = max(highest, position)
            kept = places.get(token.lexeme)
            if kept is None:
                size += len(token.lexeme.encode()) + 4
                if size > VECTOR_BYTES:
                    continue
                kept = places.setdefault(token.lexeme, [])
            if position <= LAST_POSITION and len(kept) < POSITIONS_KEPT and size <= VECTOR_BYTES:
                kept.append(f"{position}{weight}")
                size += 2
        # A gap keeps a phrase from running from the title into the body.
        offset = highest + 10 if highest > offset else offset
    return " ".join(f"{quoted(lexeme)}:{','.join(at)}" if at else quoted(lexeme) for lexeme, at in places.items())


def as_words(lexemes: Iterable[str]) -> str:
    """Return the tsvector text of lexemes without places, each once, as many as PostgreSQL's limit lets in."""
    kept: list[str] = []
    size = 0
    for lexeme in dict.fromkeys(lexemes):
        size += len(lexeme.encode()) + 4
        if size > VECTOR_BYTES:
            break
        kept.append(quoted(lexeme))
    return " ".join(kept)


def quoted(lexeme: str) -> str:
    """Return `lexeme` as a literal inside a tsvector or tsquery."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
