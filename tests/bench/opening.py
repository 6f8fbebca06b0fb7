"""How long the server takes to open a petition that has lived: 20 KB of words, five files, thirty events."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from tests.bench.desk import cookies_of, desk_copy, opened_in_turn
from tests.bench.figures import Figure, Target, percentile
from tests.bench.house import House
from tests.cast import Cast
from tests.petitions.long_life import long_lived
from tests.petitions.walk import Walk

MOST_MS, PETITIONS = 40, 10


def run(house: House) -> Iterable[Figure]:
    """Open ten such petitions in turn, among the most petitions asked for."""
    each, largest = (2 if house.options.quick else 20), max(house.options.petitions)
    largest = min(house.options.petitions) if house.options.quick else largest
    name = desk_copy(house, "bench_opening", petitions=largest)
    with house.django_on(name):
        walk = Walk(Cast())
        made = [long_lived(walk) for _number in range(PETITIONS)]
        headers = cookies_of(walk.cast.clerk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM register_event WHERE subject_id = %s", [made[0].subject_id])
            events = cursor.fetchone()[0]
    addresses = [f"/ru/intake/{petition.public_id}/" for petition in made]
    with house.web(name) as port:
        found = opened_in_turn(house, port, addresses, headers, each)
    said = f"opening a petition among {largest:,}"
    yield Figure(f"{said}: server, p50", percentile(found.server_ms, 0.5), "ms")
    yield Figure(
        f"{said}: server, p95",
        percentile(found.server_ms, 0.95),
        "ms",
        statements=max(found.statements),
        targets=(Target("at most", MOST_MS),),
        note=f"20 KB, 5 files, {events} events",
    )
