from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.law.time import court_day
from courtcase.people.permissions import public
from petitions.tables import written
from rulings.access import published
from rulings.message.data import csv_of
from rulings.models import CountedYear, RulingKind
from rulings.publication.caching import public_page
from rulings.publication.cross_origin import open_to_all_sites
from rulings.publication.queries import newest_renditions, shown_rendition
from rulings.statistics.queries import cells_of_year

COLUMNS = ("figure", "part", "dimension", "value", "label_kk", "label_ru", "label_en", "count", "percent", "source")


@public("statistics.read")
@open_to_all_sites
@require_safe
def table_file(request: HttpRequest, year: int) -> HttpResponse:
    """Give out the figures of a year as CSV: the rows of the page, an empty count where one is not shown."""
    kept = get_object_or_404(CountedYear, year=year)

    def made() -> HttpResponse:
        response = HttpResponse(file_of(kept), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="statistics-{year}.csv"'
        return response

    return public_page(request, stamp=["statistics-csv", kept.counted_at], changed_at=kept.counted_at, render=made)


def file_of(year: CountedYear) -> str:
    """Return the rows of a year as CSV, each with where its year comes from and when it was counted."""
    day = court_day(year.counted_at).isoformat()
    lines = (
        (year.year, year.origin, day, *(getattr(cell, column) for column in COLUMNS)) for cell in cells_of_year(year)
    )
    return "".join(written(("year", "origin", "counted_on", *COLUMNS), lines))


@public("statistics.read")
@open_to_all_sites
@require_safe
def message_file(request: HttpRequest, number: int) -> HttpResponse:
    """Give out the tables of a published Message as CSV, as they were signed, in the language of the address."""
    message = get_object_or_404(published(), kind=RulingKind.MESSAGE, number_value=number)
    rendition = shown_rendition(newest_renditions(message), get_language() or "kk")
    if rendition is None:
        raise Http404

    def made() -> HttpResponse:
        response = HttpResponse(csv_of(rendition.blocks), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="message-{number}.csv"'
        return response

    stamp = ["message-csv", rendition.digest]
    return public_page(request, stamp=stamp, changed_at=message.page_changed_at, render=made)
