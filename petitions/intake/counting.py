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
    """What counts a list: SQL and its values, and how far it counts."""

    sql: str
    values: tuple[Any, ...]
    most: int


def counting_of(rows: QuerySet[Any], *, most: int | None = None) -> Counting | None:
    """Return what counts a list as far as `most` (MOST_COUNTED when None); None where it can hold nothing."""
    most = MOST_COUNTED if most is None else most
    try:
        # Counting names no column, so that an index which holds those of the conditions is read alone.
        sql, values = rows.order_by().values(one=Value(1))[: most + 1].query.sql_with_params()
    except EmptyResultSet:
        return None
    return Counting(f"(SELECT COUNT(*) FROM ({sql}) AS counted)", tuple(values), most)  # noqa: S608 - Django's own words


def counts_of(lists: Mapping[str, QuerySet[Any]], *, most: int | None = None) -> dict[str, int | str]:
    """Return how many rows each list holds, or "10 000+" beyond `most`; one statement for all of them."""
    return counted({name: counting_of(rows, most=most) for name, rows in lists.items()})


def counted(lists: Mapping[str, Counting | None]) -> dict[str, int | str]:
    """Return how many rows each list holds, as `counts_of`, of what counts each."""
    counts: dict[str, int | str] = dict.fromkeys(lists, 0)
    parts = {name: one for name, one in lists.items() if one is not None}
    if parts:
        given = [value for one in parts.values() for value in one.values]
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(one.sql for one in parts.values()), given)
            found = cursor.fetchone()
        counts |= {name: printed(count, parts[name].most) for name, count in zip(parts, found, strict=True)}
    return counts


def printed(count: int, most: int) -> int | str:
    """Return a count as it is shown."""
    return count if count <= most else f"{most:,}+".replace(",", "\N{NO-BREAK SPACE}")
