"""Petitions found by the words of their texts: those the actor may examine, the newest first. Nothing typed is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

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
# The newest so many petitions are looked through first: a common word is found among them, and no list of every petition
# it ever stood in is read. What is not is asked of the index, which names up to so many; what even then has more is walked
# for from the newest on.
WINDOW = 10_000
MOST_NAMED = 2_000
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
    """Return the newest petitions that meet a tsquery of digests, one more than a page holds, those before the id `after`."""

    def among(rows: QuerySet[Petition], wanted: int) -> list[Petition]:
        return list(rows.only(*SHOWN).order_by("-words__petition")[:wanted])

    below, wanted = after if after is not None else next_id(), PAGE + 1
    low = below - WINDOW
    meeting = mine.filter(words__tokens=BuiltQuery(asked))
    found = among(meeting.filter(words__petition__lt=below, words__petition__gte=low), wanted)
    if len(found) == wanted or low <= 0:
        return found
    wanted -= len(found)
    named = named_by_index(asked, below=low)
    if named is None:
        return found + among(meeting.filter(words__petition__lt=low), wanted)
    return found + (among(mine.filter(words__petition__in=named), wanted) if named else [])


def next_id() -> int:
    """Return an id above that of every petition whose words are kept."""
    return int(PetitionWords.objects.aggregate(newest=Max("petition"))["newest"] or 0) + 1


def named_by_index(asked: str, *, below: int) -> list[int] | None:
    """Return the ids under `below` of the petitions that meet a tsquery, in no order; None where they are too many to name.

    In no order, for PostgreSQL would walk the newest petitions one after another for a word that none of them has.
    """
    rows = PetitionWords.objects.filter(tokens=BuiltQuery(asked)).values_list("petition", flat=True)
    named = list(rows[: MOST_NAMED + 1])
    return None if len(named) > MOST_NAMED else [one for one in named if one < below]


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
    below = next_id()
    low = below - WINDOW
    rows = (
        PetitionWords.objects.filter(tokens=BuiltQuery(either)).order_by("-petition").values_list("petition", flat=True)
    )
    found = list(rows.filter(petition__lt=below, petition__gte=low)[:MOST_RANKED])
    if (left := MOST_RANKED - len(found)) == 0 or low <= 0:
        return found
    named = named_by_index(either, below=low)
    return found + (list(rows.filter(petition__lt=low)[:left]) if named is None else sorted(named, reverse=True)[:left])


def met(asked: str) -> Case:
    """Return 1 where the petition's words meet the tsquery, else 0."""
    return Case(When(words__tokens=BuiltQuery(asked), then=Value(1.0)), default=Value(0.0), output_field=FloatField())
