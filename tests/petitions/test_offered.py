"""Every view, filter and order of queue and archive is answered by an index: no table is read whole, no list is sorted whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db.models import Model
from django.utils import timezone

from courtcase.people.actors import Actor
from courtcase.people.cast import team_of_cast
from courtcase.people.models import Account
from petitions.intake import archive, queries
from petitions.intake.filters import ArchiveFilter, QueueFilter, lists_on
from petitions.intake.keyset import PAGE, Order
from petitions.intake.offered import ARCHIVE, QUEUE, QUEUE_VIEWS, Pairs, filters_of
from petitions.models import ArchiveEntry, QueueEntry
from tests.cast import Cast
from tests.petitions.crowd import draw
from tests.petitions.plans import faults_of, plan_of, slow, values_of
from tests.real_commits import RealDatabase

PETITIONS, OPENED = 20_000, 10_000
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
    faults = slow("no filter", queries.as_shown(rows), queries.ORDERS[order], most_sorted=MOST_SORTED)
    for name in filters_of(QUEUE):
        for value in values_of(QueueFilter({}, queryset=rows, lists=lists_on(asking.today, me=clerk)), name):
            filters = QueueFilter({name: value}, queryset=rows, lists=lists_on(asking.today, me=clerk))
            assert filters.is_valid(), (name, value)
            faults += slow(
                f"{name}={value}", queries.as_shown(filters.found), queries.ORDERS[order], most_sorted=MOST_SORTED
            )
    assert faults == []


@pytest.mark.parametrize(("name", "order"), ARCHIVE)
def test_the_archive_reads_indexes_alone(clerk: Account, name: str, order: str) -> None:
    rows = archive.archive(Actor.of(clerk), timezone.now())
    lists = lists_on(NOW.date(), me=clerk)
    faults = []
    for value in values_of(ArchiveFilter({}, queryset=rows, lists=lists), name) if name else [""]:
        filters = ArchiveFilter({name: value} if name else {}, queryset=rows, lists=lists)
        assert filters.is_valid(), (name, value)
        faults += slow(
            f"{name}={value}", archive.as_shown(filters.found), archive.ORDERS[order], most_sorted=MOST_SORTED
        )
    assert faults == []


def test_what_no_index_answers_is_told(clerk: Account) -> None:
    by_term = plan_of(QueueEntry.objects.order_by("due_on", "pk")[: PAGE + 1])
    sorting, reading = faults_of(by_term, most_sorted=MOST_SORTED)
    assert sorting.startswith("sorts ")
    assert reading == "reads the whole of petitions_queueentry"


@pytest.mark.parametrize("model", [QueueEntry, ArchiveEntry])
def test_the_crowd_is_there(clerk: Account, model: type[Model]) -> None:
    assert model._default_manager.count() == OPENED
