"""Which published rulings answer what is asked in words: best first, the one whose number is named before all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from courtcase.register.models import Subject
from courtcase.search.queries import Found, search
from rulings.models import Ruling
from rulings.models.kinds import NORMATIVE
from rulings.publication.filters import Filters, narrowed

FOUND_PAGE = 10
# A number among other words: “постановление № 38”, “12-НП от 28 апреля”, “72-НҚ қаулы”, “resolution 88”.
SUFFIXED = re.compile(r"(?<![\d/])(\d{1,4})\s*-?\s*(?:нп|нқ|нк|np|nq)(?!\w)", re.IGNORECASE)
RULING_WORDS = r"(?:постановлени\w*|қаулы\w*|resolution|ruling|decision|решени\w*)"
NAMED = re.compile(RULING_WORDS + r"\s*(?:№|no\.?)?\s*(\d{1,4})(?![\d/])", re.IGNORECASE)
# Resolutions of others have numbers too.
OF_OTHERS = re.compile(
    r"верховн|жоғарғы|supreme|совет|кеңес|council|акимат|әкім|akimat|правительств|үкімет", re.IGNORECASE
)


@dataclass(frozen=True)
class Answer:
    """The rulings found for words, best first, as (id, subject), and how the words were read."""

    rulings: tuple[tuple[int, int], ...]
    found: Found

    @property
    def ids(self) -> list[int]:
        """Return the rulings' ids, best first."""
        return [pk for pk, _subject in self.rulings]


def answer_to(asked: Filters) -> Answer:
    """Return the rulings that answer the words of `asked` within its filters; at most six statements."""
    found = search(query=asked.words, kinds=("ruling",))
    order = {subject: place for place, subject in enumerate(found.subjects, start=1)}
    named = number_named(asked.words)
    condition = Q(subject__in=list(order))
    if named is not None:
        condition |= Q(number_value=named, kind__in=NORMATIVE)
    rows = list(narrowed(asked).filter(condition).values_list("pk", "subject_id", "number_value", "kind"))

    def place(row: tuple[int, int, int | None, str]) -> int:
        is_named = named is not None and row[2] == named and row[3] in NORMATIVE
        return 0 if is_named else order.get(row[1], len(order) + 1)

    return Answer(tuple((row[0], row[1]) for row in sorted(rows, key=place)), found)


def number_named(words: str) -> int | None:
    """Return the number of a normative resolution of the Court that the words name; None where they name none."""
    if match := SUFFIXED.search(words):
        return int(match[1])
    match = NAMED.search(words)
    return int(match[1]) if match and not OF_OTHERS.search(words) else None


@dataclass(frozen=True)
class Piece:
    """A page of what was found: ids in order, and the ruling after which the next page begins and the one before."""

    ids: list[int]
    following: int | None
    before: int | None


def piece_of(answer: Answer, after: str) -> Piece:
    """Return the page of what was found that begins after the ruling `after`; the first where that is not among it."""
    ids = answer.ids
    start = ids.index(int(after)) + 1 if after.isdecimal() and len(after) < 19 and int(after) in ids else 0
    shown = ids[start : start + FOUND_PAGE]
    more = len(ids) > start + FOUND_PAGE
    earlier = ids[start - FOUND_PAGE - 1] if start > FOUND_PAGE else 0
    return Piece(shown, shown[-1] if more else None, None if not start else earlier)


def is_found(ruling: Ruling, asked: Filters) -> bool:
    """Say whether one published ruling answers all that is asked: for alerts."""
    kept = narrowed(asked).filter(pk=ruling.pk)
    if asked.number is not None:
        return kept.filter(asked.number).exists()
    if not kept.exists():
        return False
    if not asked.words or number_named(asked.words) == ruling.number_value is not None:
        return True
    found = search(query=asked.words, within=Subject.objects.filter(pk=ruling.subject_id).values("pk"))
    return bool(found.subjects) and not found.partly
