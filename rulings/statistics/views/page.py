from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connections, router
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.law.time import court_day
from courtcase.people.permissions import public
from courtcase.rows import quoted
from rulings.access import published
from rulings.models import CountedYear, Ruling, RulingKind, RulingState, YearOrigin
from rulings.publication.caching import public_page
from rulings.publication.figures import reported_figures, reported_stamp
from rulings.statistics.definitions import definitions
from rulings.statistics.queries import cells_of_year, figures_of, years_kept
from rulings.statistics.suppression import LEAST_SHOWN
from rulings.wording import heading_of, title_of

# What a row of the page's state is about.
YEAR, MESSAGE, RECORDED = 1, 2, 3


@public("statistics.read")
@require_safe
def page(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show the figures others reported, and those counted of a year: by default the newest that is over."""
    stood = state_of_page()
    if year is not None and (YEAR, year) not in {(what, key) for what, key, _changed in stood}:
        raise Http404

    def made() -> HttpResponse:
        years = years_kept()
        messages = messages_published() if any(what == MESSAGE for what, _key, _changed in stood) else ()
        return render(request, "rulings/public/statistics.html", context(years, chosen_year(years, year), messages))

    stamp: list[object] = ["statistics", *stood, reported_stamp(get_language() or "kk")]
    return public_page(request, stamp=stamp, changed_at=None, render=made, keep=True)


@functools.cache
def state_statement() -> str:
    """Return the statement by which a page that was made before is known to stand; every reader asks it."""
    years, rulings = (quoted(model._meta.db_table) for model in (CountedYear, Ruling))
    return (
        f"SELECT {YEAR}, year, counted_at FROM {years} UNION ALL "  # noqa: S608 - names of our own
        f"SELECT {RECORDED}, year, counted_at FROM {years} WHERE subject_id IS NOT NULL UNION ALL "  # noqa: S608
        f"SELECT {MESSAGE}, id, page_changed_at FROM {rulings} WHERE state = %s AND kind = %s ORDER BY 1, 2 DESC"
    )


def state_of_page() -> list[tuple[int, int, datetime]]:
    """Return what the page is made of, and when each changed last: years, those the register knows of, and Messages.

    One statement.
    """
    with connections[router.db_for_read(CountedYear)].cursor() as cursor:
        cursor.execute(state_statement(), [RulingState.PUBLISHED, RulingKind.MESSAGE])
        return [*cursor.fetchall()]


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

    known = [*definitions().values(), reported_stamp(get_language() or "kk")]
    return public_page(request, stamp=["definitions", *known], changed_at=None, render=made, keep=True)
