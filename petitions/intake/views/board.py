from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.intake.board import ORDER, WHEN, WHOSE, as_shown, clocks_of, on_board
from petitions.intake.counting import counts_of
from petitions.intake.keyset import Place, page_of
from petitions.intake.queries import Asking
from petitions.intake.views.queue import chosen, pages_of
from petitions.keeping.periods import changes_to_decide
from petitions.methods import get_only


@get_only
@requires("clocks.view")
def board(request: ActorRequest) -> HttpResponse:
    """Show the terms that ran out, end today, this week or later: mine, my team's or all; each says why it ends then."""
    asking = Asking(actor=request.actor, at=timezone.now())
    whose_terms, when = chosen(request, "whose", WHOSE, "mine"), chosen(request, "when", WHEN, "out")
    clocks = clocks_of(asking)
    lists = {name: on_board(clocks, whose_terms=whose_terms, when=name, asking=asking) for name in WHEN}
    counts = counts_of(lists)
    page = page_of(as_shown(lists[when]), order=ORDER, place=Place.of(request.GET))
    context = {
        "page": page,
        "pages": pages_of(request, page),
        "changes_to_decide": changes_to_decide(asking.actor, asking.at),
        "count": counts[when],
        "whose": [
            line(label, {"whose": name, "when": when}, current=name == whose_terms)
            for name, (label, _condition) in WHOSE.items()
        ],
        "when": [
            line(label, {"whose": whose_terms, "when": name}, current=name == when, count=counts[name])
            for name, (label, _condition) in WHEN.items()
        ],
        "today": asking.today,
        # Rendered once: a part included in every line costs more than the line.
        "synthetic_mark": render_to_string("parts/synthetic.html"),
    }
    return render(request, "intake/board.html", context)


def line(label: Any, query: dict[str, str], *, current: bool, count: int | str | None = None) -> dict[str, object]:
    """Return one view of the board, as parts/views.html shows it."""
    return {"label": label, "url": "?" + urlencode(query), "count": count, "current": current}
