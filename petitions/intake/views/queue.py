from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courtcase.people.permissions import may, requires
from courtcase.people.requests import ActorRequest
from petitions.intake import queries
from petitions.intake.bulk import MOST, OFFERED
from petitions.intake.columns import box_column, chosen_by, lines_of, words_of
from petitions.intake.counting import counted, counting_of
from petitions.intake.filters import QueueFilter, lists_on
from petitions.intake.forms_saved import SaveViewForm
from petitions.intake.keyset import PLACE_WORDS, Page, Place, page_of
from petitions.intake.saved import kept_of, rows_of, saved_for
from petitions.intake.ticks import ticked_before
from petitions.methods import get_only
from petitions.models import ListExport, SavedView

FOUND = "found"


@get_only
@requires("queue.view")
def queue(request: ActorRequest) -> HttpResponse:
    """Show a view of the queue, narrowed by the filters in the address, most urgent by law first."""
    asking = queries.Asking(actor=request.actor, at=timezone.now())
    view = chosen(request, "view", queries.VIEWS, "mine")
    order = chosen(request, "order", queries.ORDERS, "urgency")
    lists = lists_on(asking.today, me=request.actor.account)
    every = queries.queue(asking)
    filters = QueueFilter(request.GET, queryset=queries.in_view(every, view, asking), lists=lists)
    saved = saved_for(request.actor)
    held = {str(one.public_id): rows for one in saved if (rows := rows_of(one, every, asking, lists)) is not None}
    narrowed = {**held, **({FOUND: filters.found} if filters.narrows else {})}
    counts = counted(
        {**queries.counting_of_views(asking), **{name: counting_of(rows) for name, rows in narrowed.items()}}
    )
    count = counts.get(FOUND, counts[view])
    shown, place = queries.as_shown(filters.found), Place.of(request.GET)
    page = page_of(shown, order=queries.ORDERS[order], place=place, count=count)
    may_bulk = may(request.actor, "queue.bulk", asking.at)
    columns = chosen_by(request.actor.signed_in, ListExport.Source.QUEUE)
    if may_bulk:
        columns.append(box_column(ticked_before(request)))
    context = {
        "filters": filters,
        "page": page,
        "pages": pages_of(request, page),
        "count": count,
        "view": view,
        "order": order,
        "views": views_of(counts, current=view),
        "saved": saved_of(saved, counts, current=kept_of(request.GET.urlencode())),
        "save_form": save_form(request, asking.at),
        "may_bulk": may_bulk,
        "bulk_kinds": OFFERED,
        **ticks_of(request, page, count),
        "clear": f"?view={view}",
        "columns": columns,
        "lines": lines_of(page.rows, columns, words_of(lists)),
    }
    return render(request, "intake/queue.html", context)


def ticks_of(request: HttpRequest, page: Page[Any], count: int | str) -> dict[str, object]:
    """Return what the boxes of the page need: its ids, what was ticked here and on other pages, and how many match."""
    shown = [str(row.petition__public_id) for row in page.rows]
    ticked = ticked_before(request)
    return {
        "shown_ids": ",".join(shown),
        "ticked": ticked,
        "ticked_elsewhere": len(set(ticked) - set(shown)),
        "matched": count,
        "is_whole": isinstance(count, int) and count <= MOST,
        "most": MOST,
    }


def saved_of(saved: list[SavedView], counts: dict[str, int | str], *, current: str) -> list[dict[str, object]]:
    """Return the saved views as parts/views.html shows them; one whose filters are not understood has no count."""
    return [
        {
            "label": one.name,
            "url": f"?{one.query}",
            "count": counts.get(str(one.public_id)),
            "current": one.query == current,
        }
        for one in saved
    ]


def save_form(request: ActorRequest, at: datetime) -> SaveViewForm | None:
    """Return the form that saves the filters of this address, for whoever may."""
    if not may(request.actor, "queue.save_view", at):
        return None
    given = {"query": kept_of(request.GET.urlencode())}
    return SaveViewForm(initial=given, may_share=may(request.actor, "queue.share_view", at))


def chosen(request: HttpRequest, name: str, offered: Container[str], otherwise: str) -> str:
    """Return the word an address gives `name`, where it is one of those offered."""
    word = request.GET.get(name, otherwise)
    return word if word in offered else otherwise


def pages_of(request: HttpRequest, page: Page[Any]) -> dict[str, str]:
    """Return the addresses of the pages beside `page`, as parts/pages.html shows them; "" where there is none."""
    kept = {name: value for name, value in request.GET.items() if name not in PLACE_WORDS and value}
    places = {"first": page.first, "previous": page.previous, "following": page.following, "last": page.last}
    return {name: "?" + urlencode({**kept, **place}) if place is not None else "" for name, place in places.items()}


def views_of(counts: dict[str, int | str], *, current: str) -> list[dict[str, object]]:
    """Return the named views with their true counts, as parts/views.html shows them."""
    return [
        {"label": str(label), "url": f"?view={name}", "count": counts[name], "current": name == current}
        for name, (label, _condition) in queries.VIEWS.items()
    ]
