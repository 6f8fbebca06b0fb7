"""What the pages of measures share: the facts of one, the stages as views of a list, what an entry's form holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from courtcase.law.time import court_day
from rulings.execution.forms import StepForm
from rulings.execution.queries import LABELS, measure_line
from rulings.models import Measure
from rulings.wording import heading_of

PAGE = 50
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def facts_of(measure: Measure) -> dict[str, Any]:
    """Return a measure with its ruling, as rulings/public/measure.html shows them."""
    language = get_language() or "kk"
    return {
        "one": measure_line(measure, court_day(timezone.now())),
        "heading": heading_of(measure.ruling, language),
        "language": language,
    }


def said(form: StepForm) -> dict[str, Any]:
    """Return what an entry holds, as the operations take it."""
    return {name: form.cleaned_data[name] for name in ("stage", "day", "source", "version")} | {"note": form.note()}


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
