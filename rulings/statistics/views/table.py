from __future__ import annotations

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.people.permissions import public
from rulings.access import published
from rulings.message.data import csv_of
from rulings.models import CountedYear, RulingKind
from rulings.publication.caching import public_page
from rulings.publication.cross_origin import open_to_all_sites
from rulings.publication.queries import newest_renditions, shown_rendition
from rulings.publication.recorded import proof_page, recorded
from rulings.statistics.file import file_of
from rulings.statistics.queries import KEPT, RECORDED_LATER


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


@public("statistics.read")
@open_to_all_sites
@require_safe
def table_proof(request: HttpRequest, year: int) -> HttpResponse:
    """Give out what the register says of the file of a year whose figures stand, for the verifier."""
    kept = get_object_or_404(CountedYear.objects.select_related("subject"), year=year)
    files = {f"{year}.csv": sha256(file_of(kept).encode()).hexdigest()} if kept.subject else {}
    return proof_page(request, recorded(kept.subject, events=(KEPT, RECORDED_LATER), files=files))


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
