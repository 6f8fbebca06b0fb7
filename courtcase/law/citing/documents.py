"""Acts named by who adopted them, the day and the number: rulings of the Court, and acts that have no short name. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from courtcase.law.citing.names import Names
from courtcase.law.citing.words import CLOSING, DASHES, HYPHENS, OPENING, Tokens, is_sign, read_date

LONGEST = 26
MOST_OTHER_WORDS = 4
# Who adopted an act, and of which kind it is then; the first that is named counts.
BODIES = (
    ("council", "constitutional_council"),
    ("supreme", "supreme_court"),
    ("president", "decree"),
    ("minister", "ministerial_order"),
    ("government", "government"),
    ("akimat", "local"),
)


@dataclass(frozen=True)
class Document:
    """A ruling of the Court by its number, or an act by its code; `after` is the token that follows."""

    series: str  # normative, message; blank: an act
    number: int
    acts: tuple[str, ...]
    day: date | None
    start: int
    end: int
    after: int
    certain: bool


@dataclass
class Seen:
    """What was read of a document so far."""

    document: str = ""
    bodies: set[str] = field(default_factory=set)
    day: date | None = None
    number: str = ""
    series: str = ""
    others: int = 0


def read_document(tokens: Tokens, index: int, names: Names) -> Document | None:
    """Return the ruling or act that is named from `index` on; None where none is."""
    bare = read_bare(tokens, index)
    if bare is not None:
        return bare
    seen, at = Seen(), index
    while at < index + LONGEST:
        found = read_number(tokens, at, seen)
        if found:
            return completed(tokens, index, found, seen, names)
        after = read_word(tokens, at, seen)
        if after == at:
            return None
        at = after
    return None


def read_bare(tokens: Tokens, index: int) -> Document | None:
    """Return the ruling of “29-НП” or “ПКС-2” alone."""
    seen = Seen()
    after = read_series(tokens, index, seen)
    if not after:
        return None
    return document_of(tokens, index, read_tail(tokens, after, seen), seen, (), certain=True)


def read_word(tokens: Tokens, at: int, seen: Seen) -> int:
    """Note one word before the number, and return where the text goes on; `at` itself: this is no name of a document."""
    token = tokens[at]
    dated = read_date(tokens, at)
    if dated is not None:
        seen.day = dated[0]
        return dated[1]
    body, document = token.sense.get("body"), token.sense.get("document")
    if body or document:
        seen.document = seen.document or document or ""
        seen.bodies |= {body} if body else set()
        return at + 1
    if token.sense.get("normative") or token.sense.get("country") or token.sense.get("of"):
        return at + 1
    is_plain = token.kind == "w" and token.sense.get("level") is None and bool(seen.bodies or seen.document)
    if is_plain and seen.others < MOST_OTHER_WORDS:
        seen.others += 1
        return at + 1
    return at


def read_number(tokens: Tokens, at: int, seen: Seen) -> int:
    """Return where the number that stands at `at` ends, 0 where none does: “№ 29-НП”, “No. 2”, “№ 2/122”."""
    token = tokens[at]
    marked = token.text == "№" or token.sense.get("number") is not None
    start = at + (2 if marked and tokens[at + 1].text == "." else 1) if marked else at
    after = read_series(tokens, start, seen)
    if after or not marked or tokens[start].kind != "n":
        return after
    seen.number, after = tokens[start].text, start + 1
    while is_sign(tokens[after], "/") and tokens[after].glued and tokens[after + 1].kind == "n":
        seen.number, after = f"{seen.number}/{tokens[after + 1].text}", after + 2
    return after


def read_series(tokens: Tokens, at: int, seen: Seen) -> int:
    """Return where a number with the mark of a series ends, 0 where none stands: “29-НП”, “ПКС-2”."""
    first, sign, last = tokens[at], tokens[at + 1], tokens[at + 2]
    joined = is_sign(sign, HYPHENS | DASHES) and sign.glued and last.glued
    if first.text == "№":
        return read_series(tokens, at + 1, seen) if tokens[at + 1].text != "№" else 0
    if not joined and first.kind == "n" and sign.sense.get("suffix") and sign.text.isupper():
        seen.number, seen.series = first.text, "normative"
        return at + 2
    if not joined:
        return 0
    if first.kind == "n" and len(first.text) < 6 and last.sense.get("suffix") and last.text.isupper():
        seen.number, seen.series = first.text, last.sense.values["suffix"]
        return at + 3
    if first.sense.get("prefix") and first.text.isupper() and last.kind == "n" and len(last.text) < 6:
        seen.number, seen.series = last.text, first.sense.values["prefix"]
        return at + 3
    return 0


def read_tail(tokens: Tokens, at: int, seen: Seen) -> int:
    """Return where what follows the number ends: a day, the kind of act as Kazakh names it, a title in quotation marks."""
    dated = read_date(tokens, at)
    if dated is not None and seen.day is None:
        seen.day, at = dated
    ahead = at + 1 if tokens[at].sense.get("normative") else at
    document = tokens[ahead].sense.get("document")
    if document and not seen.document:
        seen.document, at = document, ahead + 1
    if is_sign(tokens[at], OPENING):
        closing = next((place for place in range(at + 1, at + 40) if is_sign(tokens[place], CLOSING)), 0)
        at = closing + 1 if closing else at
    return at


def completed(tokens: Tokens, index: int, after: int, seen: Seen, names: Names) -> Document | None:
    """Return the document of all that was read, where it names one that is known."""
    end = read_tail(tokens, after, seen)
    if seen.series:
        return document_of(tokens, index, end, seen, (), certain=True)
    if "constitutional" in seen.bodies and "court" in seen.bodies and seen.number.isdigit():
        seen.series = {"resolution": "normative", "message": "message"}.get(seen.document, "")
        return document_of(tokens, index, end, seen, (), certain=True) if seen.series else None
    kind = next((kind for body, kind in BODIES if body in seen.bodies), "")
    if not seen.document or not kind:
        return None
    some = names.documents.get((kind, seen.number), [])
    acts = tuple(act for day, act in some if seen.day is None or day == seen.day)
    if not acts:
        return None
    return document_of(tokens, index, end, seen, acts, certain=seen.day is not None and len(acts) == 1)


def document_of(
    tokens: Tokens, index: int, after: int, seen: Seen, acts: tuple[str, ...], *, certain: bool
) -> Document:
    """Return the document with its place in the text."""
    number = int(seen.number) if seen.series else 0
    start, end = tokens[index].start, tokens[after - 1].end
    return Document(seen.series, number, acts, seen.day, start, end, after, certain)
