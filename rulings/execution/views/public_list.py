from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.law.time import court_day
from courtcase.people.permissions import public
from rulings.execution.forms import NarrowForm
from rulings.execution.queries import (
    LABELS,
    at_stage,
    bodies_that_answer,
    counts,
    measure_line,
    narrowed,
    public_measures,
    years_of_rulings,
)
from rulings.execution.views.frame import PAGE, address_of, views
from rulings.publication.caching import public_page
from rulings.publication.queries import last_change
from rulings.statistics.charts import chart_of
from rulings.wording import heading_of


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
    form = NarrowForm(request.GET, bodies=bodies_that_answer(), years=years_of_rulings())
    kept = form.kept()
    every = narrowed(public_measures(), **kept)
    found = at_stage(every, stage, today)
    if after.isascii() and after.isdigit() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    rows = list(found.order_by("-pk")[: PAGE + 1])
    by_stage = counts(every, today)
    stages = [(str(LABELS[one]), count) for one, count in by_stage.items()]
    return {
        "form": form,
        "clear": reverse("execution:list") if kept else "",
        "views": views(by_stage, stage, address=reverse("execution:list"), kept=kept),
        "stages": stages,
        "chart": chart_of(stages),
        "groups": [
            {
                "line": measure_line(row, today),
                "heading": heading_of(row.ruling, language),
                "url": row.ruling.public_path,
            }
            for row in rows[:PAGE]
        ],
        "older": address_of(kept, stage=stage, after=str(rows[PAGE - 1].pk)) if len(rows) > PAGE else None,
        "language": language,
        "total": sum(by_stage.values()),
    }
