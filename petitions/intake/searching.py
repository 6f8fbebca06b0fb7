"""Petitions found by the words of their texts: those the actor may examine, the newest first. Nothing typed is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Case, F, FloatField, Max, QuerySet, Value, When
from django.db.models.expressions import Combinable

from courtcase.people.actors import Actor
from courtcase.search.matching import BuiltQuery, Clause
from courtcase.search.reading import Reading, readings_of
from petitions.access import petitions_for
from petitions.blocking import standing
from petitions.intake.wording import asked_of
from petitions.models import Petition, PetitionWords

PAGE = 50
SHOWN = ("public_id", "register_number", "state", "filed_on", "language")
# The newest so many petitions are looked through first, then more, then all: a common word is found among the first, and
# a list of every petition it ever stood in is read for none.
WINDOWS = (50_000, 400_000)
# Where nothing holds every word, of the newest so many that hold any those are found that hold half or more.
MOST_RANKED = 2_000
LEAST_PART = 0.5
MOST_CLAUSES = 10


@dataclass(frozen=True)
class FoundTexts:
    """A page of what was found, how the query was read, and the key of the next page; None on the last.

    `partly`: no text holds every word; these hold half of them or more, those that hold most first, and there is no next page.
    """

    petitions: tuple[Petition, ...] = ()
    reading: Reading | None = None
    partly: bool = False
    following: int | None = None


def texts_with(typed: str, *, actor: Actor, at: datetime, after: int | None = None) -> FoundTexts:
    """Return a page of the petitions the actor may examine whose texts hold what was typed, those before the key `after`.

    It is read as the public search reads a query: stems of both languages, norms however they are cited, words of the
    thesaurus, the other keyboard layout. The first way to read it that finds anything is taken, else a part of it.
    """
    readings = list(readings_of(typed))
    mine = petitions_for(actor, "petition.examine", at).filter(~standing())
    for reading in readings:
        found = newest_with(asked_of(reading.every), mine=mine, after=after)
        if found or after is not None:
            following = found[PAGE - 1].pk if len(found) > PAGE else None
            return FoundTexts(tuple(found[:PAGE]), reading, following=following)
    for reading in readings[:1]:
        if 1 < len(reading.clauses) <= MOST_CLAUSES and (found := in_part(reading.clauses, mine=mine)):
            return FoundTexts(tuple(found), reading, partly=True)
    return FoundTexts(reading=readings[0] if readings else None)


def newest_with(asked: str, *, mine: QuerySet[Petition], after: int | None) -> list[Petition]:
    """Return the newest petitions that meet a tsquery of digests, one more than a page holds."""
    found: list[Petition] = []
    for low, high in windows(after):
        rows = mine.filter(words__tokens=BuiltQuery(asked), words__petition__lt=high, words__petition__gte=low)
        found += rows.only(*SHOWN).order_by("-words__petition")[: PAGE + 1 - len(found)]
        if len(found) > PAGE:
            break
    return found


def windows(after: int | None) -> Iterator[tuple[int, int]]:
    """Yield the stretches of ids that are looked through one after the other, as low (in it) and high (beyond it)."""
    newest = PetitionWords.objects.aggregate(newest=Max("petition"))["newest"]
    if newest is None:
        return
    top = min(after, newest + 1) if after is not None else newest + 1
    edges = [top, *(edge for edge in (top - width for width in WINDOWS) if edge > 0), 0]
    yield from ((low, high) for high, low in pairwise(edges))


def in_part(clauses: Sequence[Clause], *, mine: QuerySet[Petition]) -> list[Petition]:
    """Return petitions that hold half of the clauses or more: those that hold most first, then the newest."""
    asked = [asked_of(clause.text) for clause in clauses]
    newest = newest_of_any(asked)
    share: Combinable = Value(0.0)
    for one in asked:
        share = share + met(one)
    rows = mine.filter(words__petition__in=newest).annotate(share=share).filter(share__gte=len(asked) * LEAST_PART)
    return list(rows.only(*SHOWN).order_by(F("share").desc(), "-pk")[:PAGE])


def newest_of_any(asked: Iterable[str]) -> list[int]:
    """Return the ids of the newest petitions that meet any of the tsqueries."""
    either = " | ".join(f"({one})" for one in asked)
    found: list[int] = []
    for low, high in windows(None):
        rows = PetitionWords.objects.filter(tokens=BuiltQuery(either), petition__lt=high, petition__gte=low)
        found += rows.order_by("-petition").values_list("petition", flat=True)[: MOST_RANKED - len(found)]
        if len(found) >= MOST_RANKED:
            break
    return found


def met(asked: str) -> Case:
    """Return 1 where the petition's words meet the tsquery, else 0."""
    return Case(When(words__tokens=BuiltQuery(asked), then=Value(1.0)), default=Value(0.0), output_field=FloatField())
