"""Lists by key: a page is what lies below an id, never the n-th page."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


def before_of(request: HttpRequest) -> int | None:
    """Return the id below which the page begins, as `?before=` gives it; None for the first page or nonsense."""
    word = request.GET.get("before", "")
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 18 else None


def cut(rows: list[Row], size: int) -> tuple[list[Row], int | None]:
    """Return the rows of the page and the id below which the next begins; `rows` holds one more than a page, or is the last."""
    page = rows[:size]
    return page, (page[-1].pk if len(rows) > size else None)
