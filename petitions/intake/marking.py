"""By what a petition is found: its people, judicial acts and a sample of its words, each as a keyed digest. Pure.

Nothing written in a petition is stored in the open, so no list of its words is: two that use the same word have the same
digest, and nobody without the key knows which word it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from courtcase.keys.operations import blind_index, blind_indexes
from courtcase.search.folding import fold, loose
from courtcase.search.stemming import stem
from courtcase.search.tokens import words
from petitions.content import CourtAct, PetitionContent, petitioners_of, representatives_of
from petitions.models.marks import MarkKind

# Of the words of a petition those with the smallest digests are kept: of two that share most of their words both keep mostly
# the same ones, whatever else they say.
KEPT_WORDS = 64
SHORTEST_WORD = 4
SIGN = 1 << 63
FIELDS = ("situation", "reasoning", "request")
# Of a name so many words count; institutions have longer ones.
MOST_OF_NAME = 6
# In which way marks are made. Whoever changes what is marked counts it up: all petitions are marked anew by the daily job.
MADE = 3


def digest_of_mark(value: str, kind: MarkKind) -> int:
    """Return the number by which equal values of one kind are found."""
    return as_number(blind_index(value, f"mark.{kind}"))


def digests_asked(value: str, kind: MarkKind) -> list[int]:
    """Return every number under which a value may stand: all marks of one petition are under one index key."""
    return [as_number(one) for one in blind_indexes(value, f"mark.{kind}")]


def as_number(index: bytes) -> int:
    """Return the number kept of a blind index."""
    return int.from_bytes(index[:8], "big") - SIGN


def act_digests(content: PetitionContent) -> set[int]:
    """Return the digests of the judicial acts named: of the number with the court, and of the number with the day."""
    named = (one for act in content.get("court_acts", []) for one in names_of_act(act))
    return {digest_of_mark(one, MarkKind.ACT) for one in named}


def acts_asked(content: PetitionContent) -> set[int]:
    """Return every digest under which the judicial acts named may stand elsewhere."""
    named = (one for act in content.get("court_acts", []) for one in names_of_act(act))
    return {digest for one in named for digest in digests_asked(one, MarkKind.ACT)}


def names_of_act(act: CourtAct) -> Iterable[str]:
    """Yield the names by which a judicial act is known again, however its court and number are spelled."""
    number, court = plain(act.get("number", "")), plain(act.get("court", ""))
    if number and court:
        yield f"court {court} number {number}"
    if number and act.get("adopted_on"):
        yield f"day {act['adopted_on']} number {number}"


def number_digests(content: PetitionContent) -> set[int]:
    """Return the digests of the numbers alone of the judicial acts named: what somebody at the desk can say of them."""
    numbers = (plain_number(act.get("number", "")) for act in content.get("court_acts", []))
    return {digest_of_mark(one, MarkKind.NUMBER) for one in numbers if one}


def plain_number(text: str) -> str:
    """Return the number of a judicial act as it is compared, whichever letters of the keyboards it was typed with."""
    return loose(plain(text))


def telephone_digests(content: PetitionContent, later: str = "") -> set[int]:
    """Return the digests of the telephones of whoever petitions or represents, and of the one given `later`."""
    people = [*petitioners_of(content), *representatives_of(content)]
    written = {*(one.get("phone", "") for one in people), later}
    return {digest_of_mark(one, MarkKind.TELEPHONE) for one in written if one}


def name_digests(content: PetitionContent) -> set[int]:
    """Return the digests by which the names of whoever petitions or represents are found, in any order of their words."""
    people = [*petitioners_of(content), *representatives_of(content)]
    keys = (key for one in people for key in keys_of_name(one.get("full_name", "")))
    return {digest_of_mark(one, MarkKind.NAME) for one in keys}


def words_of_name(name: str) -> list[str]:
    """Return the words of a name, Kazakh letters as the Russian ones people type in their place; one letter: an initial."""
    return [loose(token.lexeme) for token in words(name) if token.lexeme.isalpha()][:MOST_OF_NAME]


def keys_of_name(name: str) -> set[str]:
    """Return what a name is found by: each word, each two words, and each word with the initial of another.

    Pairs, because each alone is common, and two of them together are rare.
    """
    parts = words_of_name(name)
    alone = {one for one in parts if len(one) > 1}
    pairs = {pair_key(one, other) for one, other in combinations(sorted(alone), 2)}
    initials = {
        initial_key(one, other)
        for place, one in enumerate(parts)
        for elsewhere, other in enumerate(parts)
        if place != elsewhere and len(one) > 1
    }
    return alone | pairs | initials


def asked_name(typed: str) -> list[str]:
    """Return the keys all of which the name must have that somebody typed; none where it is initials alone, or no name."""
    parts = words_of_name(typed)
    whole = list(dict.fromkeys(one for one in parts if len(one) > 1))
    initials = list(dict.fromkeys(one for one in parts if len(one) == 1))
    if not whole:
        return []
    first, *others = whole
    pairs = [pair_key(first, one) for one in others] + [initial_key(first, one) for one in initials]
    return pairs or [first]


def pair_key(one: str, other: str) -> str:
    """Return two words of a name as one key, whichever is said first."""
    return " ".join(sorted((one, other)))


def initial_key(whole: str, other: str) -> str:
    """Return a word of a name with the initial of another as one key."""
    return f"{whole} {other[0]}."


def plain(text: str) -> str:
    """Return letters and figures alone, folded: “№ 1-1/2026” and “1‑1 / 2026” are one."""
    return "".join(sign for sign in fold(text.replace("№", " ")) if sign.isalnum())


def word_digests(content: PetitionContent, language: str) -> list[int]:
    """Return the digests of the sample of the petition's words: stems of four letters and more, each once."""
    return samples_asked(content, language)[0]


def samples_asked(content: PetitionContent, language: str) -> list[list[int]]:
    """Return the sample of the words as it is under each index key, under the current one first."""
    said = " ".join(str(content.get(field, "")) for field in FIELDS)
    stems = {stem(token.lexeme, language) for token in words(said) if token.lexeme.isalpha()}
    each = [digests_asked(one, MarkKind.WORD) for one in stems if len(one) >= SHORTEST_WORD]
    return [sorted(sample)[:KEPT_WORDS] for sample in zip(*each, strict=True)] or [[]]
