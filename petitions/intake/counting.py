"""Counts that are true as far as they go, and cost as little for a million rows as for ten thousand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value

# A count past this is shown as "10 000+": counting further would cost more than it tells.
MOST_COUNTED = 10_000


class Counting(NamedTuple):
    """What counts a list: SQL and its values."""

    sql: str
    values: tuple[Any, ...]


def counting_of(rows: QuerySet[Any]) -> Counting | None:
    """Return what counts a list; None where it can hold nothing."""
    try:
        # Counting names no column, so that an index which holds those of the conditions is read alone.
        sql, values = rows.order_by().values(one=Value(1))[: MOST_COUNTED + 1].query.sql_with_params()
    except EmptyResultSet:
        return None
    return Counting(f"(SELECT COUNT(*) FROM ({sql}) AS counted)", tuple(values))  # noqa: S608 - Django's own words


def counts_of(lists: Mapping[str, QuerySet[Any]]) -> dict[str, int | str]:
    """Return how many rows each list holds, or "10 000+" beyond that; one statement for all of them."""
    return counted({name: counting_of(rows) for name, rows in lists.items()})


def counted(lists: Mapping[str, Counting | None]) -> dict[str, int | str]:
    """Return how many rows each list holds, as `counts_of`, of what counts each."""
    counts = dict.fromkeys(lists, 0)
    parts = {name: one for name, one in lists.items() if one is not None}
    if parts:
        given = [value for one in parts.values() for value in one.values]
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(one.sql for one in parts.values()), given)
            counts.update(zip(parts, cursor.fetchone(), strict=True))
    return {name: printed(count) for name, count in counts.items()}


def printed(count: int) -> int | str:
    """Return a count as it is shown."""
    return count if count <= MOST_COUNTED else f"{MOST_COUNTED // 1000}\N{NO-BREAK SPACE}000+"
