from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.intake import archive as closed
from petitions.intake.columns import chosen_by, lines_of, words_of
from petitions.intake.counting import counts_of
from petitions.intake.filters import ArchiveFilter, lists_on
from petitions.intake.keyset import Place, page_of
from petitions.intake.views.queue import FOUND, chosen, pages_of
from petitions.methods import get_only
from petitions.models import ListExport


@get_only
@requires("archive.view")
def archive(request: ActorRequest) -> HttpResponse:
    """Show the closed petitions, narrowed by the filters in the address, those closed last first."""
    at = timezone.now()
    order = chosen(request, "order", closed.ORDERS, "newest")
    lists = lists_on(court_day(at), me=request.actor.account)
    filters = ArchiveFilter(request.GET, queryset=closed.archive(request.actor, at), lists=lists)
    count = counts_of({FOUND: filters.found})[FOUND]
    shown, place = closed.as_shown(filters.found), Place.of(request.GET)
    page = page_of(shown, order=closed.ORDERS[order], place=place, count=count)
    columns = chosen_by(request.actor.signed_in, ListExport.Source.ARCHIVE)
    context = {
        "filters": filters,
        "page": page,
        "pages": pages_of(request, page),
        "count": count,
        "order": order,
        "clear": request.path,
        "columns": columns,
        "lines": lines_of(page.rows, columns, words_of(lists)),
    }
    return render(request, "intake/archive.html", context)
