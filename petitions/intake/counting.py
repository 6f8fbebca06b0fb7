"""Counts that are true as far as they go, and cost as little for a million rows as for ten thousand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value

# A count past this is shown as "10 000+": counting further would cost more than it tells.
MOST_COUNTED = 10_000


def counts_of(lists: Mapping[str, QuerySet[Any]]) -> dict[str, int | str]:
    """Return how many rows each list holds, or "10 000+" beyond that; one statement for all of them."""
    counts = dict.fromkeys(lists, 0)
    parts: list[tuple[str, str]] = []
    given: list[Any] = []
    for name, rows in lists.items():
        try:
            # Counting names no column, so that an index which holds those of the conditions is read alone.
            sql, values = rows.order_by().values(one=Value(1))[: MOST_COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append((name, f"(SELECT COUNT(*) FROM ({sql}) AS counted)"))  # noqa: S608 - Django's own words
        given += values
    if parts:
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(sql for _name, sql in parts), given)
            counts.update(zip((name for name, _sql in parts), cursor.fetchone(), strict=True))
    return {name: printed(count) for name, count in counts.items()}


def printed(count: int) -> int | str:
    """Return a count as it is shown."""
    return count if count <= MOST_COUNTED else f"{MOST_COUNTED // 1000}\N{NO-BREAK SPACE}000+"
