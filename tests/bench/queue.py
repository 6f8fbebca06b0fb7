"""How long the server takes for a page of the queue and of the archive, with a thousand petitions and with a million."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from django.utils import timezone

from courtcase.people.actors import Actor
from petitions.intake import archive, queries
from petitions.intake.keyset import Order
from petitions.models import QueueEntry
from petitions.workflow import IN_WORK
from tests.bench.desk import busiest_clerk, cookies_of, desk_copy, opened_in_turn
from tests.bench.figures import Figure, Target, percentile
from tests.bench.house import House

MOST_STATEMENTS, MOST_MS = 12, 25
# The size beside which the largest is held, and by how much it may be slower.
BESIDE = 10_000
MOST_SLOWER = {"open petitions": 1.5, "archive": 3.0}
Middles = dict[tuple[str, str], float]


def run(house: House) -> Iterable[Figure]:
    """Measure first, middle and last page of both lists at each size, then the largest beside ten thousand."""
    each = 5 if house.options.quick else 60
    sizes = house.options.petitions[:1] if house.options.quick else house.options.petitions
    middles: dict[int, Middles] = {}
    for petitions in sizes:
        middles[petitions] = {}
        yield from of_size(house, petitions, each, middles[petitions])
    if BESIDE in middles and max(middles) > BESIDE:
        yield from beside(middles[BESIDE], middles[max(middles)], largest=max(middles))


def of_size(house: House, petitions: int, each: int, middles: Middles) -> Iterator[Figure]:
    """Measure every page with so many petitions, and note its p50 in `middles`."""
    name = desk_copy(house, f"bench_queue_{petitions}", petitions=petitions)
    with house.django_on(name):
        clerk = busiest_clerk()
        headers = cookies_of(clerk)
        addresses = {**pages_of_queue(), **pages_of_archive(clerk)}
        opened = QueueEntry.objects.count()
    with house.web(name) as port:
        for (said, page), address in addresses.items():
            found = opened_in_turn(house, port, [address], headers, each)
            middles[said, page] = percentile(found.server_ms, 0.5)
            yield Figure(f"{said}, {page} page, {petitions:,}: server, p50", middles[said, page], "ms")
            yield Figure(
                f"{said}, {page} page, {petitions:,}: server, p95",
                percentile(found.server_ms, 0.95),
                "ms",
                statements=max(found.statements),
                targets=(Target("at most", MOST_MS), Target("at most", MOST_STATEMENTS, "statements")),
                note=f"{opened:,} of them open",
            )


def pages_of_queue() -> dict[tuple[str, str], str]:
    """Return the addresses of three pages of all that is in work, most urgent first."""
    key = middle(QueueEntry.objects.filter(state__in=IN_WORK), queries.ORDERS["urgency"])
    return three("open petitions", "/ru/intake/?view=all", key)


def pages_of_archive(clerk: Any) -> dict[tuple[str, str], str]:
    """Return the addresses of three pages of the archive, closed last first."""
    key = middle(archive.archive(Actor.of(clerk), timezone.now()), archive.ORDERS["newest"])
    return three("archive", "/ru/intake/archive/?order=newest", key)


def three(said: str, address: str, key: str) -> dict[tuple[str, str], str]:
    """Return the addresses of the first, the middle and the last page of a list."""
    return {
        (said, "first"): address,
        (said, "middle"): f"{address}&after={quote(key)}",
        (said, "last"): f"{address}&page=last",
    }


def middle(rows: Any, order: Order) -> str:
    """Return the key of the row in the middle."""
    return order.key(rows.order_by(*order.columns())[rows.count() // 2])


def beside(small: Middles, large: Middles, *, largest: int) -> Iterator[Figure]:
    """Yield how much slower each list is with the most petitions: the p50 of its three pages together."""
    for said, most in MOST_SLOWER.items():
        fast = sum(value for (name, _page), value in small.items() if name == said)
        slow = sum(value for (name, _page), value in large.items() if name == said)
        yield Figure(
            f"{said}: three pages with {largest:,} petitions beside {BESIDE:,}",
            slow,
            "ms",
            floor=fast,
            ratio=slow / fast,
            targets=(Target("at most", most, "ratio"),),
        )
