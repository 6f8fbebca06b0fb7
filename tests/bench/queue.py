"""How long the server takes for a page of the queue and of the archive, with a thousand petitions and with a million."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import fmean

from petitions.models import QueueEntry
from tests.bench.desk import busiest_clerk, cookies_of, desk_copy, opened_in_turn
from tests.bench.figures import Figure, Target, percentile
from tests.bench.house import House
from tests.bench.load import request
from tests.bench.pairs import ARCHIVE_LIST, QUEUE_LIST, Pair, pairs_of

MOST_STATEMENTS, MOST_MS = 12, 25
# The size beside which the largest is held, and by how much it may be slower.
BESIDE = 10_000
MOST_SLOWER = {QUEUE_LIST: 1.5, ARCHIVE_LIST: 3.0}
# The lists whose first, middle and last page are told one by one.
PLAIN = {(QUEUE_LIST, "view all, urgency"), (ARCHIVE_LIST, "filter none, newest")}
PAGES = ("first", "last", "middle")
# By list and name of the pair: the mean over its pages of the p50 of each.
Middles = dict[tuple[str, str], float]


def run(house: House) -> Iterable[Figure]:
    """Measure pages of every view, filter and order at each size, then the largest beside ten thousand."""
    each = 1 if house.options.quick else 4
    sizes = house.options.petitions[:1] if house.options.quick else house.options.petitions
    middles: dict[int, Middles] = {}
    for petitions in sizes:
        middles[petitions] = {}
        yield from of_size(house, petitions, each, middles[petitions])
    if BESIDE in middles and max(middles) > BESIDE:
        yield from beside(middles[BESIDE], middles[max(middles)], largest=max(middles))


def of_size(house: House, petitions: int, each: int, middles: Middles) -> Iterator[Figure]:
    """Measure every pair with so many petitions, and note the p50 of its pages in `middles`."""
    name = desk_copy(house, f"bench_queue_{petitions}", petitions=petitions)
    with house.django_on(name):
        clerk = busiest_clerk()
        headers = cookies_of(clerk)
        pairs = pairs_of(clerk)
        note = f"{QueueEntry.objects.count():,} of them open"
    faults = [fault for pair in pairs for fault in pair.faults]
    yield Figure(
        f"plans that read a large table whole or sort a list, {petitions:,}",
        len(faults),
        "plans",
        targets=(Target("at most", 0),),
        note="; ".join(faults[:5]),
    )
    with house.web(name) as port:
        # Each process has threads with a connection of their own: the first pair would pay for starting them.
        house.readers.send(port, [request(address, headers=headers) for address in pairs[0].addresses] * 8).require(200)
        for pair in pairs:
            found = opened_in_turn(house, port, pair.addresses, headers, each * (8 if plain(pair) else 1), warm=1)
            places = len(pair.addresses)
            halves = [percentile(found.server_ms[place::places], 0.5) for place in range(places)]
            middles[pair.within, pair.said] = fmean(halves)
            said = f"{pair.within}, {pair.said}, {petitions:,}"
            if plain(pair):
                yield from (
                    of_page(
                        f"{said}, {page} page", found.server_ms[place::places], found.statements[place::places], note
                    )
                    for place, page in enumerate(PAGES)
                )
            else:
                yield of_page(said, found.server_ms, found.statements, f"p50 {percentile(found.server_ms, 0.5):.1f} ms")


def plain(pair: Pair) -> bool:
    """Say whether the pages of a pair are told one by one."""
    return (pair.within, pair.said) in PLAIN


def of_page(said: str, milliseconds: list[float], statements: list[int], note: str) -> Figure:
    """Return the figure of a page, or of all pages of a pair."""
    targets = (Target("at most", MOST_MS), Target("at most", MOST_STATEMENTS, "statements"))
    slowest = percentile(milliseconds, 0.95)
    return Figure(f"{said}: server, p95", slowest, "ms", statements=max(statements), targets=targets, note=note)


def beside(small: Middles, large: Middles, *, largest: int) -> Iterator[Figure]:
    """Yield how much slower each pair is with the most petitions: the mean of the p50 of its pages."""
    for (within, said), fast in small.items():
        slow = large[within, said]
        yield Figure(
            f"{within}, {said}: with {largest:,} petitions beside {BESIDE:,}",
            slow,
            "ms",
            floor=fast,
            ratio=slow / fast,
            targets=(Target("at most", MOST_SLOWER[within], "ratio"),),
        )
