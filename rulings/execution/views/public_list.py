from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
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
    public_measures,
    years_of_rulings,
)
from rulings.publication.caching import public_page
from rulings.publication.queries import last_change
from rulings.statistics.charts import chart_of
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
    form = NarrowForm(request.GET, bodies=bodies_that_answer(), years=years_of_rulings())
    narrowed = form.narrow(public_measures())
    found = at_stage(narrowed, stage, today)
    if after.isascii() and after.isdigit() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    rows = list(found.order_by("-pk")[: PAGE + 1])
    by_stage = counts(narrowed, today)
    kept = form.kept()
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


def address_of(kept: Mapping[str, str], **more: str) -> str:
    """Return the words of an address that keep what the list is narrowed by; an unknown stage is left out."""
    words = {**kept, **more}
    return "?" + urlencode({name: word for name, word in words.items() if word and (name != "stage" or word in LABELS)})


def views(
    by_stage: dict[str, int], current: str, *, address: str, kept: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Return the stages as views of the list at `address`, with their counts; `kept` is what the list is narrowed by."""
    whole = address + (address_of(kept) if kept else "")
    every = {"label": gettext("All"), "url": whole, "count": sum(by_stage.values()), "current": current not in LABELS}
    return [every] + [
        {
            "label": LABELS[stage],
            "url": address + address_of(kept or {}, stage=stage),
            "count": count,
            "current": stage == current,
        }
        for stage, count in by_stage.items()
    ]
