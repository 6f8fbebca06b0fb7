from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from courtcase.frame.dates import court_date
from courtcase.people.permissions import public
from rulings.access import published
from rulings.models.kinds import FINAL
from rulings.publication.caching import public_page
from rulings.publication.figures import reported_figures, reported_stamp
from rulings.publication.queries import Line, last_change, line_of, with_norms

LATEST = 6
# Where a reported figure leads: the page on which its things are listed.
FIGURE_PAGES = {"executed_by_law": "execution:list"}


@public("page.home")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page: what can be asked here, what was decided, what became of it."""
    changed_at = last_change()

    def made() -> HttpResponse:
        return render(request, "home.html", context(get_language() or "kk"))

    return public_page(
        request,
        stamp=["home", changed_at, reported_stamp(get_language() or "kk")],
        changed_at=changed_at,
        render=made,
    )


def context(language: str) -> dict[str, Any]:
    """Return what templates/home.html shows."""
    latest = with_norms(published().filter(kind__in=FINAL)).order_by("-sort_day", "-id")[:LATEST]
    return {
        "decisions": [card_of(line_of(ruling, language)) for ruling in latest],
        "figures": figures(language),
        "decisions_url": reverse("publication:list"),
        "search_url": reverse("publication:list"),
        "file_url": optional("filing:start"),
        "advice_url": optional("filing:advice"),
        "track_url": optional("filing:track"),
    }


def card_of(line: Line) -> dict[str, Any]:
    """Return a ruling as a card shows it."""
    day = line.ruling.adopted_on
    return {
        # A title nobody saw in this language does not stand for the ruling: its heading does, and the title beneath it.
        "title": line.heading if line.unseen or not line.title else line.title,
        "other": line.title if line.unseen else "",
        "other_language": line.title_language,
        "unseen": line.unseen,
        "url": line.url,
        "outcomes": line.outcomes,
        "soft": " · ".join(filter(None, [line.ruling.number, court_date(day) if day else ""])),
        "synthetic": line.ruling.synthetic,
    }


def figures(language: str) -> list[dict[str, Any]]:
    """Return the figures of the front page: one counted here, the others as their sources reported them."""
    counted = {
        "value": published().filter(kind__in=FINAL).count(),
        "label": gettext("final decisions entered here"),
        "url": reverse("publication:list"),
        "source": gettext("counted on this site"),
    }
    reported = [
        {
            "value": figure.value,
            "label": figure.label,
            "url": reverse(FIGURE_PAGES[figure.code]) if figure.code in FIGURE_PAGES else None,
            "source": figure.source,
            "definition": figure.definition,
        }
        for figure in reported_figures(language)
        if figure.front
    ]
    return [counted, *reported]


def optional(url_name: str) -> str | None:
    """Return the address of a page of another room; None while it has none."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None
