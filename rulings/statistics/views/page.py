from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.law.time import court_day
from courtcase.people.permissions import public
from rulings.access import published
from rulings.models import CountedYear, Ruling, RulingKind, YearOrigin
from rulings.publication.caching import public_page
from rulings.publication.figures import reported_figures
from rulings.statistics.definitions import definitions
from rulings.statistics.queries import cells_of_year, figures_of, years_kept
from rulings.statistics.suppression import LEAST_SHOWN
from rulings.wording import heading_of, title_of


@public("statistics.read")
@require_safe
def page(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show the figures others reported, and those counted of a year: by default the newest that is over."""
    years, messages = years_kept(), messages_published()
    chosen = chosen_year(years, year)

    told = list(messages.values_list("pk", "page_changed_at"))

    def made() -> HttpResponse:
        return render(request, "rulings/public/statistics.html", context(years, chosen, messages if told else ()))

    kept = [(one.year, one.counted_at) for one in years] + told
    stamp: list[object] = ["statistics", *kept, *reported_figures(get_language() or "kk")]
    return public_page(request, stamp=stamp, changed_at=None, render=made, keep=True)


def messages_published() -> QuerySet[Ruling]:
    """Return the Messages everyone may read, the newest first."""
    return published().filter(kind=RulingKind.MESSAGE).order_by("-sort_day", "-pk")


def chosen_year(years: list[CountedYear], year: int | None) -> CountedYear | None:
    """Return the year asked for, else the newest whose tables stand, else the newest. Raises Http404 for one not kept."""
    if year is not None:
        found = next((one for one in years if one.year == year), None)
        if found is None:
            raise Http404
        return found
    return next((one for one in years if one.is_over), years[0] if years else None)


def context(years: list[CountedYear], chosen: CountedYear | None, messages: Iterable[Ruling]) -> dict[str, Any]:
    """Return what the page shows."""
    return {
        "reported": reported_figures(get_language() or "kk"),
        "years": [
            {"label": one.year, "url": reverse("statistics:year", args=[one.year]), "current": one == chosen}
            for one in years
        ],
        "messages": [{"ruling": one, "heading": heading_of(one), "title": title_of(one, [])} for one in messages],
        "chosen": chosen,
        "is_imported": chosen is not None and chosen.origin == YearOrigin.IMPORTED,
        "counted_on": court_day(chosen.counted_at) if chosen else None,
        "figures": figures_of(cells_of_year(chosen)) if chosen else [],
        "most": LEAST_SHOWN - 1,
    }


@public("statistics.read")
@require_safe
def definitions_page(request: HttpRequest) -> HttpResponse:
    """Say what each figure counts, and who reported the others."""

    def made() -> HttpResponse:
        shown = {"counted": definitions().values(), "reported": reported_figures(get_language() or "kk")}
        return render(request, "rulings/public/definitions.html", shown)

    known = [*definitions().values(), *reported_figures(get_language() or "kk")]
    return public_page(request, stamp=["definitions", *known], changed_at=None, render=made, keep=True)
