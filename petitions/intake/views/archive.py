from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.intake import archive as closed
from petitions.intake.counting import counts_of
from petitions.intake.filters import ArchiveFilter, lists_on
from petitions.intake.keyset import Place, page_of
from petitions.intake.views.queue import FOUND, chosen, pages_of, state_words
from petitions.methods import get_only
from petitions.regions import REGIONS


@get_only
@requires("archive.view")
def archive(request: ActorRequest) -> HttpResponse:
    """Show the closed petitions, narrowed by the filters in the address, those closed last first."""
    at = timezone.now()
    order = chosen(request, "order", closed.ORDERS, "newest")
    lists = lists_on(court_day(at))
    filters = ArchiveFilter(request.GET, queryset=closed.archive(request.actor, at), lists=lists)
    page = page_of(closed.as_shown(filters.found), order=closed.ORDERS[order], place=Place.of(request.GET))
    context = {
        "filters": filters,
        "page": page,
        "pages": pages_of(request, page),
        "count": counts_of({FOUND: filters.found})[FOUND],
        "order": order,
        "clear": request.path,
        "kinds": lists.kind_names,
        "areas": lists.area_names,
        "regions": {code: str(name) for code, name in REGIONS},
        "states": state_words(),
        # Rendered once: a part included in every line costs more than the line.
        "synthetic_mark": render_to_string("parts/synthetic.html"),
    }
    return render(request, "intake/archive.html", context)
