"""By which names acts are known: a tree of the stems of their words, built from the law's own rows. Pure."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from courtcase.law.citing.words import (
    CLOSING,
    HERE,
    HYPHENS,
    OPENING,
    Token,
    Tokens,
    is_sign,
    read_date,
    sense_of,
)
from courtcase.search.folding import fold
from courtcase.search.stemming import stem

LANGUAGES = ("ru", "kk", "en")
LONGEST_NAME = 48
# Beside the languages: the word is an abbreviation.
SHORT = "short"
# Acts that are cited by who adopted them, the day and the number, not by a name.
DOCUMENTS = frozenset({"supreme_court", "constitutional_council", "decree", "government", "ministerial_order", "local"})
KINDS = {"constitution": "constitution", "constitutional_law": "law", "law": "law", "code": "code"}
ABBREVIATION = re.compile(r"[^\W\d_]{2,6}")
ASIDE = re.compile(r"\s*\(([^()]*)\)")
SKIPPED = frozenset("()") | HYPHENS | OPENING | CLOSING
Tree = dict[str, Any]
Acts = tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """An act as its row names it: titles, short names and other words by language."""

    code: str
    kind: str
    names: Mapping[str, Iterable[str]]
    aliases: Iterable[str] = ()
    number: str = ""
    adopted_on: date | None = None


@dataclass
class Names:
    """What acts are called: trees by language, abbreviations, the kind of each act, acts cited by number and day.

    `guessed` are the abbreviations that only people's words for an act hold, not its own short names.
    """

    trees: dict[str, Tree] = field(default_factory=lambda: {language: {} for language in LANGUAGES})
    short: dict[str, Acts] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    documents: dict[tuple[str, str], list[tuple[date | None, str]]] = field(default_factory=dict)
    beginnings: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, name: str, language: str, acts: Acts) -> None:
        """Let acts be known by a name; acts that share one are all meant by it."""
        bare = name.strip()
        if ABBREVIATION.fullmatch(bare) and is_shouted(bare):
            self.short[bare.casefold()] = tuple(dict.fromkeys((*self.short.get(bare.casefold(), ()), *acts)))
            return
        tree = self.trees[language]
        words = [token for token in Tokens(bare).all if not is_skipped(token)]
        for token in words:
            tree = tree.setdefault(key_of(token.lower, language), {})
        if words:
            tree[""] = tuple(dict.fromkeys((*tree.get("", ()), *acts)))

    def may_begin(self, token: Token) -> bool:
        """Say whether a name may begin with this word."""
        known = self.beginnings.get(token.lower)
        return bool(self.begun_by(token.lower) if known is None else known)

    def begun_by(self, lower: str) -> tuple[str, ...]:
        """Return the languages in which a name may begin with this word, and SHORT where it is one by itself."""
        known = self.beginnings.get(lower)
        if known is None:
            found = [language for language, tree in self.trees.items() if key_of(lower, language) in tree]
            known = (*found, SHORT) if lower in self.short else tuple(found)
            if len(self.beginnings) < 100_000:
                self.beginnings[lower] = known
        return known

    def match(self, tokens: Tokens, index: int, *, typed: bool) -> tuple[Acts, int] | None:
        """Return the acts whose name stands at `index`, and where it ends; the longest name counts.

        `typed`: abbreviations may stand in small letters, as people type them.
        """
        first = tokens[index]
        if not first.kind or not self.may_begin(first):
            return None
        if first.lower in self.short and (typed or is_shouted(first.text)):
            return self.short[first.lower], index + 1
        begun = [language for language in self.begun_by(first.lower) if language != SHORT]
        found = [walked for language in begun if (walked := self.walk(tokens, index, language))]
        return max(found, key=lambda one: one[1], default=None)

    def walk(self, tokens: Tokens, index: int, language: str) -> tuple[Acts, int] | None:
        """Return the longest name of one language at `index`; country, day and marks between its words are passed over."""
        tree, at, found = self.trees[language], index, None
        while at < index + LONGEST_NAME and (token := tokens[at]).kind:
            deeper = tree.get(key_of(token.lower, language)) if token.kind in "wn" else None
            if deeper is not None:
                tree, at = deeper, at + 1
                if "" in tree:
                    found = (tree[""], at + 1 if is_sign(tokens[at], CLOSING) else at)
                continue
            after = passed_over(tokens, at) if at > index else at
            if after == at:
                break
            at = after
        return found


def is_shouted(word: str) -> bool:
    """Say whether a word has two capital letters: УПК, КоАП."""
    return sum(letter.isupper() for letter in word) > 1


def is_skipped(token: Token) -> bool:
    """Say whether a token does not count in a name: marks, and the name of the country."""
    return token.kind == "p" or token.sense.get("country") is not None


@functools.lru_cache(maxsize=5_000)
def key_of(lower: str, language: str) -> str:
    """Return by what a word of a name is known in every case and number."""
    return stem(fold(lower), language)


def passed_over(tokens: Tokens, index: int) -> int:
    """Return where a name goes on after marks, the country, a day or a number that may stand inside it."""
    token = tokens[index]
    if (token.kind == "p" and token.text in SKIPPED) or token.sense.get("country"):
        return index + 1
    dated = read_date(tokens, index)
    if dated is not None:
        return dated[1]
    if token.text == "№" and tokens[index + 1].kind == "n":
        at = index + 2
        while is_sign(tokens[at], HYPHENS | {"/"}) and tokens[at].glued:
            at += 2
        return at + 1 if tokens[at].text.isupper() and tokens[at].kind == "w" else at
    return index


def names_of(rows: Iterable[Named]) -> Names:
    """Return the names of acts: of `rows`, and those in names.csv that no row holds."""
    names = Names()
    with (HERE / "names.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            names.add(line["name"], line["language"], tuple(line["acts"].split()))
    for row in rows:
        names.kinds[row.code] = KINDS.get(row.kind, row.kind)
        if row.kind in DOCUMENTS:
            names.documents.setdefault((row.kind, row.number), []).append((row.adopted_on, row.code))
            continue
        for language, some in row.names.items():
            for name in {variant for one in some if one for variant in variants_of(one)}:
                names.add(name, language, (row.code,))
        for alias in row.aliases:
            if ABBREVIATION.fullmatch(alias) and is_shouted(alias):
                # Of two letters, and of whichever language: another act may be called so elsewhere (СК, ЖК).
                if alias.casefold() not in names.short:
                    names.guessed.add(alias.casefold())
                names.add(alias, "ru", (row.code,))
    return names


def variants_of(name: str) -> set[str]:
    """Return a name as it stands, without what is in parentheses, and a last parenthesis alone: “(Налоговый кодекс)”."""
    last = ASIDE.findall(name) if name.endswith(")") else []
    kinds = {"code", "law"}
    alone = {one for one in last if any(sense_of(word.lower()).get("kind") in kinds for word in one.split())}
    return {name, ASIDE.sub("", name), *alone}
