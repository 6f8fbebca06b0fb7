"""Find things, and show where the words stand."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.postgres.search import SearchRank
from django.db import transaction
from django.db.models import Case, F, FloatField, QuerySet, Value, When
from django.db.models.expressions import Combinable, Window
from django.db.models.functions import RowNumber

from courtcase.reading import alias_read, connection_read
from courtcase.search.folding import clean, layout_guesses, loose
from courtcase.search.matching import BuiltQuery, in_title, tsquery
from courtcase.search.models import SearchDocument, Visibility
from courtcase.search.reading import Reading, readings_of, wanted_lexemes
from courtcase.search.tokens import LOOSE_MARK, tokens

# Ranking reads whole rows; the newest of the matches are enough, and a common word then costs no more than a rare one.
MOST_RANKED = 2_000
MOST_READ, ENOUGH = 3_000, 500
SIDE_BY_SIDE = " <-> "
# Of so many it is found out how near the words stand to each other: more than anybody turns pages.
MOST_WEIGHED = 300
SHOWN = 50
# What a word counts for in the text, in (unused), among the norms examined, in the title.
WEIGHTS = [0.05, 0.1, 0.4, 1.0]
# Divide by the length of the text (its logarithm), and bring the rank under 1: what stands in the title comes first.
NORMALIZED = 1 | 32
# Of what was asked so much must be met where nothing meets all of it.
LEAST_PART = 0.5
MOST_CLAUSES = 10


@dataclass(frozen=True)
class Found:
    """The subjects that answer a query, best first, and how it was read.

    `partly`: none holds every word, these hold half of them or more. `capped`: more matched than are ranked.
    """

    subjects: tuple[int, ...] = ()
    reading: Reading | None = None
    partly: bool = False
    capped: bool = False


def search(*, query: str, kinds: Collection[str] = (), within: QuerySet | None = None) -> Found:
    """Return the public subjects that answer `query`: as typed, else as meant on another layout, else in part.

    `kinds` keeps to kinds of subject, `within` to a queryset of subject ids. Asks the database once a way, of a
    phrase up to three times; ranks the newest 2,000 matches of the first way that finds anything.
    """
    readings = list(readings_of(query))
    if not readings:
        return Found()
    with by_index():
        return first_found(readings, kinds=kinds, within=within)


@contextmanager
def by_index() -> Iterator[None]:
    """Let the statements within find their words by the index.

    PostgreSQL takes comparing a whole text with a query for as cheap as comparing two numbers, and for a common word would
    read every text there is.
    """
    with transaction.atomic(using=alias_read()), connection_read().cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")


def first_found(readings: Sequence[Reading], *, kinds: Collection[str], within: QuerySet | None) -> Found:
    """Return what the first of the ways to read a query finds."""
    for reading in readings:
        subjects, capped = subjects_of(reading.every, kinds=kinds, within=within)
        if found := found_of(subjects, reading, capped=capped):
            return found
    for reading in readings[:1]:
        if 1 < len(reading.clauses) <= MOST_CLAUSES:
            any_of = " | ".join(clause.text for clause in reading.clauses)
            rows = part_ranked(reading, narrowed(any_of, kinds=kinds, within=within))
            subjects = list(rows.values_list("subject_id", flat=True))
            if found := found_of(subjects, reading, partly=True, capped=len(subjects) >= MOST_RANKED):
                return found
    return Found(reading=readings[0])


def subjects_of(text: str, *, kinds: Collection[str], within: QuerySet | None) -> tuple[list[int], bool]:
    """Return the subjects of the newest 2,000 documents that match the tsquery `text`, best first, and whether there are more.

    Whether words stand side by side is read in the documents themselves. So of a phrase the newest 3,000 documents that hold
    its words are read, and all only where few of those hold the phrase.
    """
    if SIDE_BY_SIDE in text:
        apart = narrowed(text.replace(SIDE_BY_SIDE, " & "), kinds=kinds, within=within)
        newest = list(apart.order_by("-updated_at", "-pk").values_list("pk", flat=True)[:MOST_READ])
        # A condition on an expression, which no index answers: by the index every document would be read again.
        holding = SearchDocument.objects.filter(pk__in=newest).annotate(holds=met(text)).filter(holds=1.0)
        found = list(ranked(text, holding).values_list("subject_id", flat=True)) if newest else []
        if len(newest) < MOST_READ or len(found) >= ENOUGH:
            return found, len(newest) == MOST_READ
    found = list(ranked(text, narrowed(text, kinds=kinds, within=within)).values_list("subject_id", flat=True))
    return found, len(found) >= MOST_RANKED


def found_of(subjects: Sequence[int], reading: Reading, *, partly: bool = False, capped: bool = False) -> Found | None:
    """Return what was found, each subject once; None where nothing was."""
    if not subjects:
        return None
    return Found(subjects=tuple(dict.fromkeys(subjects)), reading=reading, partly=partly, capped=capped)


def narrowed(
    text: str,
    *,
    language: str | None = None,
    visibility: str = Visibility.PUBLIC,
    kinds: Collection[str] = (),
    within: QuerySet | None = None,
) -> QuerySet[SearchDocument]:
    """Return the documents that match the tsquery `text`, in no order."""
    matches = SearchDocument.objects.filter(tokens=BuiltQuery(text))
    if visibility == Visibility.PUBLIC:
        matches = matches.filter(visibility=Visibility.PUBLIC)
    if language is not None:
        matches = matches.filter(language=language)
    if kinds:
        matches = matches.filter(subject__kind__in=kinds)
    if within is not None:
        matches = matches.filter(subject__in=within)
    return matches


def ranked(text: str, matches: QuerySet[SearchDocument]) -> QuerySet[SearchDocument]:
    """Return the newest 2,000 of `matches` with a `rank`, best first: what stands in the title before what is only mentioned."""
    newest = matches.order_by("-updated_at", "-pk").values("pk")[:MOST_RANKED]
    rows = SearchDocument.objects.filter(pk__in=newest).annotate(first=met(in_title(text)))
    return weighed(rows, text)


def part_ranked(reading: Reading, matches: QuerySet[SearchDocument]) -> QuerySet[SearchDocument]:
    """Return the newest 2,000 of `matches` that meet at least half of the clauses, those that meet most first."""
    # Asked for first: beside a condition on what they meet, PostgreSQL would read every document there is.
    newest = list(matches.order_by("-updated_at", "-pk").values_list("pk", flat=True)[:MOST_RANKED])
    share: Combinable = Value(0.0)
    for clause in reading.clauses:
        share = share + met(clause.text)
    any_of = " | ".join(clause.text for clause in reading.clauses)
    rows = SearchDocument.objects.filter(pk__in=newest).annotate(
        first=share, least=Value(len(reading.clauses) * LEAST_PART)
    )
    return weighed(rows.filter(first__gte=F("least")), any_of)


def weighed(rows: QuerySet[SearchDocument], text: str) -> QuerySet[SearchDocument]:
    """Return rows in the order of `first` and then of how near the words stand in them.

    That is dear, so it is found out of the first few hundred alone; beyond them the newest come first.
    """
    order = (F("first").desc(), F("updated_at").desc(), F("pk").desc())
    place = Window(RowNumber(), order_by=order)
    nearness = Case(When(place__lte=MOST_WEIGHED, then=near(text)), default=Value(0.0), output_field=FloatField())
    return (
        rows.annotate(place=place)
        .annotate(rank=F("first") + nearness)
        .defer("tokens")
        .order_by("-rank", "-updated_at", "-pk")
    )


def near(text: str) -> SearchRank:
    """Return how near to each other the words stand, and how weighty their places are: between 0 and 1."""
    return SearchRank(
        F("tokens"), BuiltQuery(text), weights=WEIGHTS, normalization=Value(NORMALIZED), cover_density=True
    )


def met(text: str) -> Case:
    """Return 1 where the document matches the tsquery, else 0."""
    return Case(When(tokens=BuiltQuery(text), then=Value(1.0)), default=Value(0.0), output_field=FloatField())


def find(
    *,
    query: str,
    language: str | None = None,
    visibility: str = Visibility.PUBLIC,
    limit: int = SHOWN,
    kinds: Collection[str] = (),
    within: QuerySet | None = None,
) -> QuerySet[SearchDocument]:
    """Return the search documents that answer `query`, best first, each with a `rank`.

    `language` keeps to texts in one language; `visibility` "public" finds public rows, "staff" both. `kinds` keeps
    to kinds of subject; `within` is a queryset of subject ids that the person asking may see, required by callers
    that search for staff. Ranks the newest 2,000 matches, returns at most `limit` (an empty query returns none).
    """
    text = tsquery(query, language)
    if not text:
        return SearchDocument.objects.none()
    matches = narrowed(text, language=language, visibility=visibility, kinds=kinds, within=within)
    return ranked(text, matches)[:limit]


def highlight(text: str, query: str, language: str) -> list[tuple[str, bool]]:
    """Return `text` cut into (piece, matches) so that a template can mark what `query` found.

    The pieces put together are `text` without invisible control signs; nothing in them is markup, so a template
    escapes them as usual.
    """
    shown = clean(text)
    return _cut(shown, _matching_spans(shown, query, language), 0, len(shown))


def _cut(shown: str, spans: Iterable[tuple[int, int]], first: int, last: int) -> list[tuple[str, bool]]:
    """Return the words from `first` to `last`, cut where spans begin and end."""
    pieces: list[tuple[str, bool]] = []
    done = first
    for start, end in spans:
        start, end = max(start, done), min(end, last)
        if end <= start:
            continue
        if start > done:
            pieces.append((shown[done:start], False))
        pieces.append((shown[start:end], True))
        done = end
    if done < last:
        pieces.append((shown[done:last], False))
    return pieces


def excerpt(text: str, query: str, language: str, *, length: int = 300) -> list[tuple[str, bool]]:
    """Return about `length` characters of `text` around the first match, cut at spaces, in the form of `highlight`."""
    shown = clean(text)
    spans = _matching_spans(shown, query, language)
    start = max(0, (spans[0][0] if spans else 0) - length // 3)
    if start:
        start = shown.find(" ", start) + 1 or start
    end = start + length
    if end < len(shown):
        end = max(shown.rfind(" ", start, end), start + length // 2)
    pieces = _cut(shown, spans, start, min(end, len(shown)))
    before = [("… ", False)] if start else []
    after = [(" …", False)] if end < len(shown) else []
    return before + pieces + after


def prefilter(wanted: frozenset[str]) -> re.Pattern[str] | None:
    """Return a pattern that every place of a wanted word fits in a text made by `eased`; None where nothing is wanted.

    It is coarse and quick: what fits is looked at again, word by word.
    """
    begun = {loose(lexeme.removeprefix(LOOSE_MARK)) for lexeme in wanted if not lexeme.startswith("norm:")}
    # The last letter of a stem may be another than the word has (бап of бабы).
    begun = {lexeme[:-1] if len(lexeme) > 2 and lexeme.isalpha() else lexeme for lexeme in begun}  # noqa: PLR2004
    if not begun:
        return None
    return re.compile(r"(?<![^\W_])(?:" + "|".join(map(re.escape, sorted(begun))) + ")")


def eased(text: str) -> str:
    """Return `text` as `prefilter` reads it: small letters, each Kazakh one as the Russian typed in its place."""
    return loose(text.lower())


def _matching_spans(shown: str, query: str, language: str) -> list[tuple[int, int]]:
    """Return where in `shown` a lexeme of the query stands, in order."""
    wanted = _wanted_lexemes(query, language)
    cited = any(lexeme.startswith("norm:") for lexeme in wanted)
    found = tokens(shown, language, cited=cited)
    return sorted({(token.start, token.end) for token in found if token.lexeme in wanted})


@functools.lru_cache(maxsize=64)
def _wanted_lexemes(query: str, language: str) -> frozenset[str]:
    """Return every lexeme that the query would match."""
    asked = clean(query)[:300]
    return frozenset().union(*(wanted_lexemes(text, language) for text in (asked, *layout_guesses(asked))))
