from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courtcase.law.queries import petitioner_kinds_on
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.intake import queries
from petitions.intake.filters import QueueFilter
from petitions.methods import get_only
from petitions.workflow import State

# The tone of a state's tag: round and green goes by itself, square and amber waits for somebody.
TONES = {
    State.AWAITING_SIGNATURE: "plain",
    State.CURE_AWAITING_SIGNATURE: "plain",
    State.FILED: "warn",
    State.REGISTERED: "warn",
    State.SCREENING: "good",
    State.RETURNED: "plain",
}


@get_only
@requires("queue.view")
def queue(request: ActorRequest) -> HttpResponse:
    """Show a view of the queue, narrowed by the filters in the address, most urgent by law first."""
    asking = queries.Asking(actor=request.actor, at=timezone.now())
    view = request.GET.get("view", "mine")
    view = view if view in queries.VIEWS else "mine"
    order = request.GET.get("order", "urgency")
    order = order if order in queries.ORDERS else "urgency"
    rows = queries.queue(asking)
    filters = QueueFilter(request.GET, queryset=queries.in_view(rows, view, asking), day=asking.today)
    found = filters.qs if filters.is_valid() else filters.queryset.none()
    page = queries.page_of(found, order=order, after=request.GET.get("after", ""))
    kept = {name: value for name, value in request.GET.items() if name != "after" and value}
    context = {
        "filters": filters,
        "page": page,
        "count": queries.counted(found),
        "view": view,
        "order": order,
        "views": views_of(asking, current=view),
        "older": "?" + urlencode({**kept, "after": page.older}) if page.older else "",
        "newer": "?" + urlencode(kept) if request.GET.get("after") else "",
        "clear": f"?view={view}",
        "today": asking.today,
        "kinds": kinds_of(asking, request.LANGUAGE_CODE),
        "tones": TONES,
    }
    return render(request, "intake/queue.html", context)


def views_of(asking: queries.Asking, *, current: str) -> list[dict[str, object]]:
    """Return the named views with their true counts, as parts/views.html shows them."""
    return [
        {
            "label": label,
            "url": f"?view={name}",
            "count": queries.counted(queries.in_view(queries.queue(asking), name, asking)),
            "current": name == current,
        }
        for name, (label, condition) in queries.VIEWS.items()
    ]


def kinds_of(asking: queries.Asking, language: str) -> dict[str, str]:
    """Return the names of the kinds of petitioner by their codes."""
    return {kind.code: getattr(kind, f"name_{language}") for kind in petitioner_kinds_on(asking.today)}
