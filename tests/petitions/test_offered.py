"""Every view, filter and order of queue and archive is answered by an index: no table is read whole, no list is sorted whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils import timezone

from courtcase.people.actors import Actor
from courtcase.people.cast import team_of_cast
from courtcase.people.models import Account
from petitions.intake import archive, queries
from petitions.intake.filters import ArchiveFilter, ListFilter, QueueFilter, lists_on
from petitions.intake.keyset import PAGE, Order
from petitions.intake.offered import ARCHIVE, QUEUE, QUEUE_VIEWS, Pairs, filters_of
from petitions.models import ArchiveEntry, Petition, QueueEntry
from tests.cast import Cast
from tests.petitions.crowd import draw
from tests.real_commits import RealDatabase

PETITIONS, OPENED = 20_000, 10_000
LARGE = {model._meta.db_table for model in (Petition, QueueEntry, ArchiveEntry)}
# What may be sorted: the rows of a rare value, far fewer than the list.
MOST_SORTED = OPENED // 8
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def clerk(module_commits: RealDatabase) -> Account:
    """Fill a database of its own with a crowd and return a clerk, to whom as many petitions are given as to any other."""
    for code in ("citizens", "criminal", "institutions"):
        team_of_cast(code)
    found = Cast().clerk
    draw(module_commits.owner_url, petitions=PETITIONS, opened=OPENED)
    like = Account.objects.get(email="crowd-1@example.org")
    QueueEntry.objects.filter(assignee=like).update(assignee=found)
    return found


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


def faults_of(plan: dict[str, Any]) -> list[str]:
    """Return what is slow in a plan, in words."""
    found = []
    for node in nodes(plan):
        kind = node["Node Type"]
        if kind == "Seq Scan" and node["Relation Name"] in LARGE:
            found.append(f"reads the whole of {node['Relation Name']}")
        if kind == "Sort" and node["Plans"][0]["Plan Rows"] > MOST_SORTED:
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


def slow(said: str, rows: QuerySet[Any], order: Order) -> list[str]:
    """Return the faults of every page of a list, each in words."""
    return [f"{said}, {page}: {fault}" for page, asked in pages(rows, order) for fault in faults_of(plan_of(asked))]


def test_no_index_is_without_use_and_none_is_missing() -> None:
    kept = {index.name for model in (QueueEntry, ArchiveEntry) for index in model._meta.indexes}
    kept |= {"petition_number_once"}
    assert {*QUEUE.values(), *QUEUE_VIEWS.values(), *ARCHIVE.values()} == kept


@pytest.mark.parametrize(
    ("pairs", "names", "orders"),
    [
        (QUEUE_VIEWS, set(queries.VIEWS), queries.ORDERS),
        (QUEUE, set(QueueFilter.base_filters), queries.ORDERS),
        (ARCHIVE, set(ArchiveFilter.base_filters) | {""}, archive.ORDERS),
    ],
)
def test_every_pair_stands_in_the_table(pairs: Pairs, names: set[str], orders: dict[str, Order]) -> None:
    assert set(pairs) == {(name, order) for name in names for order in orders}


@pytest.mark.parametrize("order", queries.ORDERS)
@pytest.mark.parametrize("view", queries.VIEWS)
def test_the_queue_reads_indexes_alone(clerk: Account, view: str, order: str) -> None:
    asking = queries.Asking(actor=Actor.of(clerk), at=NOW)
    rows = queries.in_view(queries.queue(asking), view, asking)
    faults = slow("no filter", queries.as_shown(rows), queries.ORDERS[order])
    for name in filters_of(QUEUE):
        for value in values_of(QueueFilter({}, queryset=rows, lists=lists_on(asking.today, me=clerk)), name):
            filters = QueueFilter({name: value}, queryset=rows, lists=lists_on(asking.today, me=clerk))
            assert filters.is_valid(), (name, value)
            faults += slow(f"{name}={value}", queries.as_shown(filters.found), queries.ORDERS[order])
    assert faults == []


@pytest.mark.parametrize(("name", "order"), ARCHIVE)
def test_the_archive_reads_indexes_alone(clerk: Account, name: str, order: str) -> None:
    rows = archive.archive(Actor.of(clerk), timezone.now())
    lists = lists_on(NOW.date(), me=clerk)
    faults = []
    for value in values_of(ArchiveFilter({}, queryset=rows, lists=lists), name) if name else [""]:
        filters = ArchiveFilter({name: value} if name else {}, queryset=rows, lists=lists)
        assert filters.is_valid(), (name, value)
        faults += slow(f"{name}={value}", archive.as_shown(filters.found), archive.ORDERS[order])
    assert faults == []


def test_what_no_index_answers_is_told(clerk: Account) -> None:
    by_term = plan_of(QueueEntry.objects.order_by("due_on", "pk")[: PAGE + 1])
    sorting, reading = faults_of(by_term)
    assert sorting.startswith("sorts ")
    assert reading == "reads the whole of petitions_queueentry"


@pytest.mark.parametrize("model", [QueueEntry, ArchiveEntry])
def test_the_crowd_is_there(clerk: Account, model: type[Model]) -> None:
    assert model._default_manager.count() == OPENED
