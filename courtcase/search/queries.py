"""Find things, and show where the words stand."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.postgres.search import SearchRank
from django.db.models import F, QuerySet

from courtcase.search.citations import citations
from courtcase.search.folding import clean, layout_guesses
from courtcase.search.matching import BuiltQuery, answering_lexemes, tsquery
from courtcase.search.models import SearchDocument, Visibility
from courtcase.search.tokens import tokens, words

# Ranking reads whole rows; the newest of the matches are enough, and a common word then costs no more than a rare one.
MOST_RANKED = 2_000
SHOWN = 50


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
    built = BuiltQuery(text)
    matches = SearchDocument.objects.filter(tokens=built)
    if visibility == Visibility.PUBLIC:
        matches = matches.filter(visibility=Visibility.PUBLIC)
    if language is not None:
        matches = matches.filter(language=language)
    if kinds:
        matches = matches.filter(subject__kind__in=kinds)
    if within is not None:
        matches = matches.filter(subject__in=within)
    newest = matches.order_by("-updated_at", "-pk").values("pk")[:MOST_RANKED]
    ranked = SearchDocument.objects.filter(pk__in=newest).annotate(
        rank=SearchRank(F("tokens"), built, cover_density=True)
    )
    return ranked.defer("tokens").order_by("-rank", "-updated_at", "-pk")[:limit]


def highlight(text: str, query: str, language: str) -> list[tuple[str, bool]]:
    """Return `text` cut into (piece, matches) so that a template can mark what `query` found.

    The pieces put together are `text` without invisible control signs; nothing in them is markup, so a template
    escapes them as usual.
    """
    shown = clean(text)
    spans = _matching_spans(shown, query, language)
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in spans:
        if start > done:
            pieces.append((shown[done:start], False))
        if end > done:
            pieces.append((shown[max(start, done) : end], True))
            done = end
    if done < len(shown):
        pieces.append((shown[done:], False))
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
    pieces = highlight(shown[start:end], query, language)
    before = [("… ", False)] if start else []
    after = [(" …", False)] if end < len(shown) else []
    return before + pieces + after


def _matching_spans(shown: str, query: str, language: str) -> list[tuple[int, int]]:
    """Return where in `shown` a lexeme of the query stands, in order."""
    wanted = _wanted_lexemes(query, language)
    return sorted({(token.start, token.end) for token in tokens(shown, language) if token.lexeme in wanted})


def _wanted_lexemes(query: str, language: str) -> set[str]:
    """Return every lexeme that the query would match."""
    asked = clean(query)[:300]
    wanted = {citation.token for citation in citations(asked)}
    for text in (asked, *layout_guesses(asked)):
        for token in words(text):
            wanted.update(answering_lexemes(token.lexeme, language))
    return wanted
