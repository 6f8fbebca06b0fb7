"""How fast a citizen without an account submits a petition, beside a view that inserts one row."""

from __future__ import annotations

from collections.abc import Iterable

from tests.bench.figures import Figure, ratio_of_rounds
from tests.bench.house import House
from tests.bench.load import request

FLOOR = request("/bench/row", method="POST", headers={"Cookie": "csrftoken=" + "a" * 32, "X-CSRFToken": "a" * 32})
PAGE = request("/bench/page")


def run(house: House) -> Iterable[Figure]:
    """Measure the floors."""
    with house.web(house.copy("bench_filing")) as port:
        rows = [house.readers.send(port, [FLOOR] * 400).require(200) for _ in range(3)]
        pages = [house.readers.send(port, [PAGE] * 400).require(200) for _ in range(3)]
    yield Figure(
        "a bare view that inserts one row", rows[-1].per_second, "a second", statements=rows[-1].statements[-1]
    )
    yield Figure(
        "a bare page",
        pages[-1].per_second,
        "a second",
        ratio=ratio_of_rounds([one.per_second for one in pages], [one.per_second for one in rows]),
    )
