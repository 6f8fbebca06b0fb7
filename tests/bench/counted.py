"""Public figures: how long a year takes to count, and the page of figures against a static template in the same frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter

from tests.bench.desk import WARM, desk_copy
from tests.bench.figures import Figure, Target, percentile
from tests.bench.house import House
from tests.bench.load import request

PAGE, FLOOR = "/ru/statistics/", "/bench/framed"
MOST_STATEMENTS, MOST_RATIO = 6, 1.3


def run(house: House) -> Iterable[Figure]:
    """Count the years of a database of each size, then read the page of the newest that is over."""
    for petitions in house.options.petitions[:1] if house.options.quick else house.options.petitions:
        yield from of_size(house, petitions, each=5 if house.options.quick else 200)


def of_size(house: House, petitions: int, *, each: int) -> Iterator[Figure]:
    """Measure counting and reading among so many petitions."""
    from django.utils import timezone

    from courtcase.people.actors import Actor
    from rulings.statistics.counting import years_here
    from rulings.statistics.operations.keep_year import keep_year

    name = desk_copy(house, f"bench_counted_{petitions}", petitions=petitions)
    with house.django_on(name):
        at, took = timezone.now(), []
        for year in years_here(at):
            began = perf_counter()
            keep_year(year=year, actor=Actor.system("bench"), at=at)
            took.append(perf_counter() - began)
    yield Figure(f"the longest year counted, {petitions:,}", max(took), "s", note=f"{len(took)} years")
    with house.web(name) as port:
        figures, floor = request(PAGE), request(FLOOR)
        house.readers.send(port, [figures, floor] * WARM, count=1)
        # One beside the other, so that what else the machine does tells on both alike.
        answered = house.readers.send(port, [figures, floor] * each, count=1)
    page, bare = answered.server_ms[::2], answered.server_ms[1::2]
    yield Figure(
        f"page of public figures, {petitions:,}: server, p95",
        percentile(page, 0.95),
        "ms",
        floor=percentile(bare, 0.95),
        ratio=percentile(page, 0.95) / percentile(bare, 0.95),
        statements=max(answered.statements),
        targets=(
            Target("at most", MOST_RATIO, "ratio"),
            Target("at most", MOST_STATEMENTS, "statements"),
        ),
        note=f"p50 {percentile(page, 0.5):.1f} ms, floor {percentile(bare, 0.5):.1f} ms",
    )
