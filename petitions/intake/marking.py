"""By what a petition is found beside others: its judicial acts and a sample of its words, each as a keyed digest. Pure.

Nothing written in a petition is stored in the open, so no list of its words is: two that use the same word have the same
digest, and nobody without the key knows which word it was.
"""

from __future__ import annotations

from collections.abc import Iterable

from courtcase.keys.operations import blind_index
from courtcase.search.folding import fold
from courtcase.search.stemming import stem
from courtcase.search.tokens import words
from petitions.content import CourtAct, PetitionContent
from petitions.models.marks import MarkKind

# Of the words of a petition those with the smallest digests are kept: of two that share most of their words both keep mostly
# the same ones, whatever else they say.
KEPT_WORDS = 64
SHORTEST_WORD = 4
SIGN = 1 << 63
FIELDS = ("situation", "reasoning", "request")


def digest_of_mark(value: str, kind: MarkKind) -> int:
    """Return the number by which equal values of one kind are found."""
    number = int.from_bytes(blind_index(value, f"mark.{kind}")[:8], "big")
    return number - SIGN


def act_digests(content: PetitionContent) -> set[int]:
    """Return the digests of the judicial acts named: of the number with the court, and of the number with the day."""
    named = (one for act in content.get("court_acts", []) for one in names_of_act(act))
    return {digest_of_mark(one, MarkKind.ACT) for one in named}


def names_of_act(act: CourtAct) -> Iterable[str]:
    """Yield the names by which a judicial act is known again, however its court and number are spelled."""
    number, court = plain(act.get("number", "")), plain(act.get("court", ""))
    if number and court:
        yield f"court {court} number {number}"
    if number and act.get("adopted_on"):
        yield f"day {act['adopted_on']} number {number}"


def plain(text: str) -> str:
    """Return letters and figures alone, folded: “№ 1-1/2026” and “1‑1 / 2026” are one."""
    return "".join(sign for sign in fold(text.replace("№", " ")) if sign.isalnum())


def word_digests(content: PetitionContent, language: str) -> list[int]:
    """Return the digests of the sample of the petition's words: stems of four letters and more, each once."""
    said = " ".join(str(content.get(field, "")) for field in FIELDS)
    stems = {stem(token.lexeme, language) for token in words(said) if token.lexeme.isalpha()}
    return sorted(digest_of_mark(one, MarkKind.WORD) for one in stems if len(one) >= SHORTEST_WORD)[:KEPT_WORDS]
