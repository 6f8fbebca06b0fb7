"""How PostgreSQL would answer a list, and what is slow in that: for tests of offered lists and for the bench."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from petitions.intake.filters import ListFilter
from petitions.intake.keyset import PAGE, Order
from petitions.models import ArchiveEntry, Mark, Petition, Petitioner, QueueEntry

LARGE = {model._meta.db_table for model in (Petition, Petitioner, QueueEntry, ArchiveEntry, Mark)}


def plan_of(rows: QuerySet[Any]) -> dict[str, Any]:
    """Return how PostgreSQL would answer."""
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
        said = cursor.fetchone()[0]
    return (json.loads(said) if isinstance(said, str) else said)[0]["Plan"]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every node of a plan."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def faults_of(plan: dict[str, Any], *, most_sorted: int) -> list[str]:
    """Return what is slow in a plan, in words: a large table read whole, or more than `most_sorted` rows sorted."""
    found = []
    for node in nodes(plan):
        kind = node["Node Type"]
        if kind == "Seq Scan" and node["Relation Name"] in LARGE:
            found.append(f"reads the whole of {node['Relation Name']}")
        if kind == "Sort" and node["Plans"][0]["Plan Rows"] > most_sorted:
            found.append(f"sorts {node['Plans'][0]['Plan Rows']} rows")
    return found


def pages(rows: QuerySet[Any], order: Order) -> Iterator[tuple[str, QuerySet[Any]]]:
    """Yield what the first page, the one after a key, the one before it and the last page ask."""
    last = order.columns(backwards=True)
    yield "first", rows.order_by(*order.columns())[: PAGE + 1]
    yield "last", rows.order_by(*last)[: PAGE + 1]
    row = rows.order_by(*order.columns())[: PAGE + 1].first() or rows.model.objects.order_by("pk").first()
    assert row is not None
    key = order.parsed(order.key(row))
    assert key is not None
    yield "next", rows.filter(order.beyond(key, backwards=False)).order_by(*order.columns())[: PAGE + 1]
    yield "previous", rows.filter(order.beyond(key, backwards=True)).order_by(*last)[: PAGE + 1]


def values_of(filters: ListFilter, name: str) -> list[str]:
    """Return the first and the last two values the form offers for a filter; for the number, as it is typed."""
    if name == "q":
        return ["412", "2026/000412", "nonsense"]
    every = [str(value) for value, _label in filters.filters[name].extra["choices"]]
    return list(dict.fromkeys([*every[:1], *every[-2:]]))


def slow(said: str, rows: QuerySet[Any], order: Order, *, most_sorted: int) -> list[str]:
    """Return the faults of every page of a list, each in words."""
    return [
        f"{said}, {page}: {fault}"
        for page, asked in pages(rows, order)
        for fault in faults_of(plan_of(asked), most_sorted=most_sorted)
    ]
