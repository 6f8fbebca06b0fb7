"""Every view, filter and order that queue and archive offer: the addresses of its pages, and what is slow in their plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.db.models import QuerySet
from django.utils import timezone

from courtcase.people.actors import Actor
from courtcase.people.models import Account
from petitions.intake import archive, queries
from petitions.intake.filters import ArchiveFilter, ListFilter, QueueFilter, lists_on
from petitions.intake.keyset import Order
from petitions.intake.offered import ARCHIVE, QUEUE, QUEUE_VIEWS
from petitions.models import ArchiveEntry, QueueEntry
from tests.petitions.plans import slow

QUEUE_LIST, ARCHIVE_LIST = "open petitions", "archive"
# What may be sorted: the rows of a rare value.
MOST_SORTED = 2_500


@dataclass(frozen=True)
class Pair:
    """A view or a filter in an order: how it is called, its list, and the addresses of the pages asked of it."""

    said: str
    within: str
    addresses: tuple[str, ...]
    faults: tuple[str, ...]


def pairs_of(clerk: Account, *, at: datetime | None = None) -> list[Pair]:
    """Return every pair offered, as a clerk sees it now."""
    at = at or timezone.now()
    return [*views_of_queue(clerk, at), *filters_of_queue(clerk, at), *pairs_of_archive(clerk, at)]


def views_of_queue(clerk: Account, at: datetime) -> Iterator[Pair]:
    """Yield every view of the queue in every order."""
    asking = queries.Asking(actor=Actor.of(clerk), at=at)
    for view, order in QUEUE_VIEWS:
        rows = queries.in_view(queries.queue(asking), view, asking)
        address = f"/ru/intake/?{urlencode({'view': view, 'order': order})}"
        yield pair_of(f"view {view}, {order}", QUEUE_LIST, {address: queries.as_shown(rows)}, queries.ORDERS[order])


def filters_of_queue(clerk: Account, at: datetime) -> Iterator[Pair]:
    """Yield every filter of the queue in every order, each with its commonest and its rarest value in all that is in work."""
    asking = queries.Asking(actor=Actor.of(clerk), at=at)
    lists = lists_on(asking.today, me=clerk)
    for name, order in QUEUE:
        view = "returned" if name == "age" else "all"
        rows = queries.in_view(queries.queue(asking), view, asking)
        filtered = narrowed(lambda given, rows=rows: QueueFilter(given, queryset=rows, lists=lists), name, QueueEntry)  # type: ignore[misc]
        asked = {
            f"/ru/intake/?{urlencode({'view': view, 'order': order, name: value})}": queries.as_shown(found)
            for value, found in filtered.items()
        }
        yield pair_of(f"filter {name}, {order}", QUEUE_LIST, asked, queries.ORDERS[order])


def pairs_of_archive(clerk: Account, at: datetime) -> Iterator[Pair]:
    """Yield every filter of the archive, and none, in every order."""
    every = archive.archive(Actor.of(clerk), at)
    lists = lists_on(queries.Asking(actor=Actor.of(clerk), at=at).today, me=clerk)
    for name, order in ARCHIVE:
        filtered = narrowed(lambda given: ArchiveFilter(given, queryset=every, lists=lists), name, ArchiveEntry)
        asked = {
            f"/ru/intake/archive/?{urlencode({'order': order, **({name: value} if name else {})})}": archive.as_shown(
                found
            )
            for value, found in filtered.items()
        }
        yield pair_of(f"filter {name or 'none'}, {order}", ARCHIVE_LIST, asked, archive.ORDERS[order])


def narrowed(
    filtered: Callable[[dict[str, str]], ListFilter], name: str, model: type[QueueEntry | ArchiveEntry]
) -> dict[str, QuerySet[Any]]:
    """Return the rows of the commonest and of the rarest value of a filter that any row has, by the value; all for none.

    Raises RuntimeError where the form does not take a value that it offers.
    """
    if not name:
        return {"": filtered({}).found}
    found = {}
    for value in offered(filtered({}), name, model):
        filters = filtered({name: value})
        if not filters.is_valid():
            raise RuntimeError(f"{name}={value} is not taken")
        found[value] = filters.found
    counted = {value: rows.order_by().count() for value, rows in found.items()}
    having = sorted((value for value in found if counted[value]), key=lambda value: counted[value])
    chosen = [*having[-1:], *having[:1]] or list(found)[:1]
    return {value: found[value] for value in dict.fromkeys(chosen)}


def offered(filters: ListFilter, name: str, model: type[QueueEntry | ArchiveEntry]) -> list[str]:
    """Return the values a filter offers; of the number two that stand in the list, in full and as its running part."""
    if name != "q":
        return [str(value) for value, _label in filters.filters[name].extra["choices"]]
    having = model.objects.filter(petition__register_number__gt="").order_by("pk")
    number = str(having.values_list("petition__register_number", flat=True)[0])
    return [number, number.partition("/")[2].lstrip("0")]


def pair_of(said: str, within: str, asked: dict[str, QuerySet[Any]], order: Order) -> Pair:
    """Return a pair with the first, the middle and the last page of each list asked of it, and their plans looked at."""
    addresses: list[str] = []
    faults: list[str] = []
    for address, rows in asked.items():
        count = rows.order_by().count()
        addresses += [address, f"{address}&page=last"]
        if count:
            key = order.key(rows.order_by(*order.columns())[count // 2])
            addresses.append(f"{address}&after={quote(key)}")
            faults += slow(address, rows, order, most_sorted=MOST_SORTED)
    return Pair(said, within, tuple(addresses), tuple(faults))
