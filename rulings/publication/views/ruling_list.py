from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.law.citing.files import names_of_files
from courtcase.law.citing.reading import read_citations
from courtcase.law.queries import cite
from courtcase.law.queries.citations import provisions_cited
from courtcase.law.time import court_day
from courtcase.people.permissions import public
from courtcase.search.queries import Found, highlight
from rulings.publication.caching import public_page
from rulings.publication.facets import Stamp, counted, facets_of, facts_of, link_to, stamp_of_all
from rulings.publication.filters import FilterForm, Filters, narrowed, page_of
from rulings.publication.passages import passages_of
from rulings.publication.queries import line_of, norm_url, with_norms
from rulings.publication.searching import Answer, answer_to, piece_of
from rulings.publication.views.ruling_page import BY_NUMBER


@public("ruling.read_published")
@require_safe
def ruling_list(request: HttpRequest) -> HttpResponse:
    """List the published rulings: newest first, or best first for words; a number that is one ruling's leads to it."""
    stamp = stamp_of_all()

    def made() -> HttpResponse:
        form = FilterForm(request.GET)
        asked = Filters.of(form)
        if asked.number is not None and not form.errors:
            exact = list(narrowed(asked).filter(asked.number)[:2])
            if len(exact) == 1:
                return redirect(f"/{get_language()}{exact[0].public_path}#{BY_NUMBER}")
        return render(request, "rulings/public/list.html", context(request, form, asked, stamp))

    return public_page(request, stamp=["list", *stamp], changed_at=stamp.changed_at, render=made)


def context(request: HttpRequest, form: FilterForm, asked: Filters, stamp: Stamp) -> dict[str, Any]:
    """Return what the list shows."""
    language = get_language() or "kk"
    by_number = asked.number is not None and narrowed(asked).filter(asked.number).exists()
    answer = answer_to(asked) if asked.words and not by_number else None
    if answer is not None:
        shown = found_lines(answer, asked, request.GET.get("after", ""), language)
    else:
        listed = narrowed(asked).filter(asked.number) if by_number and asked.number is not None else narrowed(asked)
        page = page_of(with_norms(listed), request.GET)
        lines = [line_of(ruling, language) for ruling in page.rulings]
        shown = {"lines": lines, "newer": page.newer, "older": page.older, "count": None}
    within = None if answer is None else {subject for _pk, subject in answer.rulings} | set(answer.found.subjects)
    facts = facts_of(stamp)
    counts = counted(facts.rulings, asked, within)
    return {
        "form": form,
        "asked": asked,
        "language": language,
        **shown,
        "found": None if answer is None else understood(answer.found, asked),
        "norm_pages": [] if answer is None else norms_meant(answer.found, language),
        "facets": facets_of(facts, counts, asked, request.GET),
        "newer": link(request, "after" if answer else "before", shown["newer"]),
        "older": link(request, "after", shown["older"]),
        "list_url": reverse("publication:list"),
        "feed_url": reverse("publication:feed") + kept_query(request),
        "watch_url": reverse("publication:watch_ask") + kept_query(request),
        "is_narrowed": bool(kept_query(request)),
        "series_url": link_to(request.GET, "series", "" if asked.procedural else "procedural"),
    }


def found_lines(answer: Answer, asked: Filters, after: str, language: str) -> dict[str, Any]:
    """Return the page of what was found: each ruling's line, with its title marked and its passages."""
    piece = piece_of(answer, after)
    known = {ruling.pk: ruling for ruling in with_norms(narrowed(asked).filter(pk__in=piece.ids))}
    words = answer.found.reading.text if answer.found.reading else asked.words
    passages = passages_of(piece.ids, words, language)
    lines = []
    for pk in piece.ids:
        line = line_of(known[pk], language)
        marked = highlight(line.title, words, line.title_language)
        lines.append({"line": line, "title": marked, "passages": passages.get(pk, [])})
    return {
        "found_lines": lines,
        "lines": [one["line"] for one in lines],
        "newer": piece.before,
        "older": piece.following,
        "count": len(answer.rulings),
    }


def understood(found: Found, asked: Filters) -> dict[str, Any]:
    """Return how the words were read, for the page to say."""
    reading = found.reading
    return {
        "layout": reading.text if reading is not None and reading.layout else "",
        "also": reading.also if reading is not None else (),
        "norms": reading.norms if reading is not None else (),
        "partly": found.partly,
        "capped": found.capped,
        "typed": asked.words,
    }


def norms_meant(found: Found, language: str) -> list[dict[str, str]]:
    """Return the norms a search named, each with the address of its page: whether it stands is told there, not here."""
    if found.reading is None or not found.reading.norms:
        return []
    named = [one for one in read_citations(found.reading.text, names_of_files(), typed=True) if one.segments]
    known = [norm for norm, _certain in provisions_cited(named, court_day(timezone.now())) if norm is not None]
    return [{"cited": cite(norm, language), "url": norm_url(norm, language)} for norm in dict.fromkeys(known)]


def kept_query(request: HttpRequest) -> str:
    """Return the filters of the address as a query string, blank ones and the place in the list left out."""
    query = request.GET.copy()
    for name in list(query):
        if name not in FilterForm.base_fields or not query[name]:
            query.pop(name)
    return f"?{query.urlencode()}" if query else ""


def link(request: HttpRequest, key: str, cursor: str | int | None) -> str | None:
    """Return this list from a cursor on, with the filters kept."""
    if cursor is None:
        return None
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[key] = str(cursor)
    return "?" + query.urlencode()
