"""The words of a text with what the table of forms says of each, and the dates and numbers made of them. Pure."""

from __future__ import annotations

import csv
import functools
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
WORD = re.compile(
    r"(?P<w>[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<n>[0-9]+)|(?P<s>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<p>[^\w\s\u00ad\u200b-\u200f\u2060\ufeff])"
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
DASHES = frozenset("–—−")
HYPHENS = frozenset("-‑")
OPENING, CLOSING = frozenset('«“„"'), frozenset('»”“"')
ABBREVIATED = frozenset({"ст", "ч", "п", "пп", "подп", "абз", "art", "arts", "para", "paras", "subpara", "no", "nos"})


@dataclass(frozen=True)
class Sense:
    """What the table says of a word: its value for each thing it may be; `many` and `language` are those of a level."""

    values: dict[str, str] = field(default_factory=dict)
    many: str = ""
    language: str = ""

    def get(self, what: str) -> str | None:
        """Return the value of the word as `what` (“level”, “month” and so on); None where it is no such thing."""
        return self.values.get(what)


NOTHING = Sense()


class Token(NamedTuple):
    """A word, number or sign: `kind` is w, n, s (raised digits) or p; `glued`: no space stands before it."""

    text: str
    lower: str
    start: int
    end: int
    glued: bool
    kind: str
    sense: Sense


END = Token("", "", 0, 0, False, "", NOTHING)


@dataclass(frozen=True)
class Form:
    """A row of the table: in which language which words are what; `many`: whether several numbers may follow."""

    language: str
    what: str
    value: str
    many: str
    words: re.Pattern[str]


@functools.cache
def forms() -> tuple[re.Pattern[str], list[Form]]:
    """Return the table of forms: one pattern of all its words, and its rows."""
    with (HERE / "forms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    every = re.compile("|".join(row["words"] for row in rows))
    return every, [
        Form(row["language"], row["what"], row["value"], row["many"], re.compile(row["words"])) for row in rows
    ]


@functools.lru_cache(maxsize=20_000)
def sense_of(word: str) -> Sense:
    """Return what the table says of a word in lower case; what the first row that fits says of one thing counts."""
    every, rows = forms()
    if every.fullmatch(word) is None:
        return NOTHING
    values: dict[str, str] = {}
    many = language = ""
    for form in rows:
        if form.what not in values and form.words.fullmatch(word):
            values[form.what] = form.value or form.what
            if form.what in {"level", "ordinal"}:
                many, language = many or form.many, language or form.language
    return Sense(values, many, language)


class Tokens:
    """The tokens of a text.

    `looked` counts how often one was looked at: reading takes a bounded number for each. Before the token `barren` no list
    of numbers leads to a Kazakh level: a long list is not walked again from each of its numbers.
    """

    def __init__(self, text: str) -> None:
        self.looked = self.barren = 0
        self.all: list[Token] = []
        last = -1
        for match in WORD.finditer(text):
            word, (start, end) = match.group(), match.span()
            kind = match.lastgroup or "p"
            lower = word.lower() if kind == "w" else word
            sense = sense_of(lower) if kind == "w" else NOTHING
            self.all.append(Token(word, lower, start, end, start == last, kind, sense))
            last = end

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, index: int) -> Token:
        self.looked += 1
        return self.all[index] if 0 <= index < len(self.all) else END


def is_sign(token: Token, signs: frozenset[str] | str) -> bool:
    """Say whether the token is one of these signs."""
    return token.kind == "p" and token.text in signs


def read_date(tokens: Tokens, index: int) -> tuple[date | None, int] | None:
    """Return the date that stands at `index` and where it ends; None where none does, its date None where it is no day.

    “25 сентября 2023 года”, “25.09.2023”, “2023 жылғы 25 қыркүйектегі”, “25 September 2023”; “от”, “of” may go before.
    """
    at = index
    if tokens[at].sense.get("dated") or tokens[at].lower == "of":
        at += 1
    first = tokens[at]
    if first.kind != "n":
        return None
    if len(first.text) == 4 and tokens[at + 1].sense.get("year") and tokens[at + 2].kind == "n":
        month = tokens[at + 3].sense.get("month")
        return (day_of(first.text, month, tokens[at + 2].text), at + 4) if month else None
    if len(first.text) > 2:
        return None
    month = tokens[at + 1].sense.get("month")
    if month and tokens[at + 2].kind == "n" and len(tokens[at + 2].text) == 4:
        return day_of(tokens[at + 2].text, month, first.text), after_year(tokens, at + 3)
    signs = [tokens[at + place] for place in range(1, 5)]
    dotted = signs[0].text == signs[2].text == "." and signs[1].kind == signs[3].kind == "n"
    if dotted and all(sign.glued for sign in signs) and len(signs[3].text) == 4:
        return day_of(signs[3].text, signs[1].text, first.text), after_year(tokens, at + 5)
    return None


def after_year(tokens: Tokens, index: int) -> int:
    """Return where the text goes on after “года” or “г.”."""
    if not tokens[index].sense.get("year"):
        return index
    return index + 2 if tokens[index].lower == "г" and tokens[index + 1].text == "." else index + 1


def day_of(year: str, month: str, day: str) -> date | None:
    """Return the day; None where there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def is_in_parentheses(tokens: Tokens, index: int, most: int = 20) -> bool:
    """Say whether a parenthesis opened shortly before `index` is not closed yet there."""
    depth = 0
    for place in range(index - 1, max(index - most, -1), -1):
        text = tokens[place].text
        if text == ")" and not (tokens[place - 1].kind == "n" and tokens[place].glued):
            depth += 1
        elif text == "(":
            if not depth:
                return True
            depth -= 1
    return False
