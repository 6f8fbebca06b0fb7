from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.people.permissions import public
from rulings.publication.caching import public_page
from rulings.publication.filters import FilterForm, Filters, Page, by_words, narrowed, page_of
from rulings.publication.queries import last_change, line_of, with_norms


@public("ruling.read_published")
@require_safe
def ruling_list(request: HttpRequest) -> HttpResponse:
    """List the published rulings: newest first, or best first for words; a number that is one ruling's leads to it."""
    changed_at = last_change()

    def made() -> HttpResponse:
        form = FilterForm(request.GET)
        asked = Filters.of(form)
        if asked.number is not None and not form.errors:
            exact = list(narrowed(asked).filter(asked.number)[:2])
            if len(exact) == 1:
                return redirect(f"/{get_language()}{exact[0].public_path}")
        return render(request, "rulings/public/list.html", context(request, form, asked))

    return public_page(request, stamp=["list", changed_at], changed_at=changed_at, render=made)


def context(request: HttpRequest, form: FilterForm, asked: Filters) -> dict[str, Any]:
    """Return what the list shows."""
    language = get_language() or "kk"
    if asked.number is not None and narrowed(asked).filter(asked.number).exists():
        page = page_of(with_norms(narrowed(asked).filter(asked.number)), request.GET)
    elif asked.words:
        found = by_words(asked)
        known = {ruling.pk: ruling for ruling in with_norms(narrowed(asked).filter(pk__in=[one.pk for one in found]))}
        page = Page([known[one.pk] for one in found], newer=None, older=None)
    else:
        page = page_of(with_norms(narrowed(asked)), request.GET)
    return {
        "form": form,
        "asked": asked,
        "language": language,
        "lines": [line_of(ruling, language) for ruling in page.rulings],
        "newer": link(request, "before", page.newer),
        "older": link(request, "after", page.older),
        "list_url": reverse("publication:list"),
        "feed_url": reverse("publication:feed"),
    }


def link(request: HttpRequest, key: str, cursor: str | None) -> str | None:
    """Return this list from a cursor on, with the filters kept."""
    if cursor is None:
        return None
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[key] = cursor
    return "?" + query.urlencode()
