from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from courtcase.law.time import court_day
from courtcase.people.permissions import public
from rulings.execution.queries import LABELS, at_stage, counts, measure_line, public_measures
from rulings.publication.caching import public_page
from rulings.publication.queries import last_change
from rulings.wording import heading_of

PAGE = 50


@public("ruling.read_published")
@require_safe
def execution_list(request: HttpRequest) -> HttpResponse:
    """Show what became of the rulings: every measure with its stage, the body that answers and its term."""
    changed_at, today = last_change(), court_day(timezone.now())

    def made() -> HttpResponse:
        return render(request, "rulings/public/execution.html", context(request))

    return public_page(request, stamp=["execution", changed_at, today], changed_at=changed_at, render=made)


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows."""
    language, today = get_language() or "kk", court_day(timezone.now())
    stage = request.GET.get("stage", "")
    after = request.GET.get("after", "")
    found = at_stage(public_measures(), stage, today)
    if after.isascii() and after.isdigit() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    rows = list(found.order_by("-pk")[: PAGE + 1])
    by_stage = counts(public_measures(), today)
    return {
        "views": views(by_stage, stage, address=reverse("execution:list")),
        "groups": [
            {
                "line": measure_line(row, today),
                "heading": heading_of(row.ruling, language),
                "url": row.ruling.public_path,
            }
            for row in rows[:PAGE]
        ],
        "older": f"?stage={stage if stage in LABELS else ''}&after={rows[PAGE - 1].pk}" if len(rows) > PAGE else None,
        "language": language,
        "total": sum(by_stage.values()),
    }


def views(by_stage: dict[str, int], current: str, *, address: str) -> list[dict[str, Any]]:
    """Return the stages as views of the list at `address`, with their counts."""
    every = {"label": gettext("All"), "url": address, "count": sum(by_stage.values()), "current": current not in LABELS}
    return [every] + [
        {"label": LABELS[stage], "url": f"{address}?stage={stage}", "count": count, "current": stage == current}
        for stage, count in by_stage.items()
    ]
