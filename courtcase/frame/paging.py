"""Lists by key: a page is what lies below an id, never the n-th page."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


def key_in(word: str) -> int | None:
    """Return the id that a word of a request names; None for nonsense, and for what no id of a database can be."""
    return int(word) if word.isascii() and word.isdecimal() and len(word) <= 18 else None


def before_of(request: HttpRequest) -> int | None:
    """Return the id below which the page begins, as `?before=` gives it; None for the first page or nonsense."""
    return key_in(request.GET.get("before", ""))


def cut(rows: list[Row], size: int) -> tuple[list[Row], int | None]:
    """Return the rows of the page and the id below which the next begins; `rows` holds one more than a page, or is the last."""
    page = rows[:size]
    return page, (page[-1].pk if len(rows) > size else None)
