"""How fast a citizen without an account submits a petition: beside a view that inserts one row, and beside its own SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import median
from typing import TypeVar

from tests.bench.citizens import Step, Written, file_guided, post, write_drafts
from tests.bench.figures import Figure, Target, percentile, ratio_of_rounds
from tests.bench.house import House
from tests.bench.load import Round, request
from tests.bench.programs import submissions_by_program
from tests.bench.replay import Raw, submissions
from tests.bench.staff import acts, session_of_account
from tests.cast import Cast

Share = TypeVar("Share")
MOST_STATEMENTS = 20
FLOOR = post("/bench/row", {})
PAGE = request("/bench/page")


def run(house: House) -> Iterable[Figure]:
    """Measure submissions by several readers, by one beside the raw SQL, by programs, the desk, and guided filings."""
    rounds, each = (2, 8) if house.options.quick else (9, 96)
    name = house.copy("bench_filing")
    with house.django_on(name):
        written = write_drafts((rounds + 1) * each * 2)
        calls = submissions_by_program((rounds + 1) * each)
        registrar, clerk = (session_of_account(getattr(Cast(), key)) for key in ("registrar", "clerk"))
    half = len(written) // 2
    yield from beside_one_row(house, name, shares(written[:half], each))
    yield from beside_own_sql(house, name, shares(written[half:], each))
    yield from by_programs(house, name, shares(calls, each))
    yield from at_the_desk(house, name, acts(written[:half], "confirm", registrar, version=1), "confirming a signature")
    yield from at_the_desk(house, name, acts(written[:half], "register", clerk, version=2), "registering a petition")
    yield from guided(house, name)


def shares(written: list[Share], each: int) -> list[list[Share]]:
    """Return the petitions in rounds; the first one warms the server."""
    return [written[start : start + each] for start in range(0, len(written), each)]


def in_turns(house: House, port: int, rounds: list[list[bytes]], *, status: int) -> tuple[list[Round], list[Round]]:
    """Send each round of requests beside the bare view, in turns; return both without the round that warms the server."""
    sent: list[Round] = []
    floors: list[Round] = []
    for part in rounds:
        floors.append(house.readers.send(port, [FLOOR] * (len(part) * 4)).require(200))
        sent.append(house.readers.send(port, part).require(status))
    return sent[1:], floors[1:]


def beside_the_row(house: House, what: str, sent: list[Round], floors: list[Round]) -> Iterator[Figure]:
    """Return what was measured in turns with the bare view that inserts one row."""
    speeds, bare = [one.per_second for one in sent], [one.per_second for one in floors]
    server = [number for one in sent for number in one.server_ms]
    yield Figure(
        f"{what}, {house.readers.count} at once, beside a bare view that inserts one row",
        median(speeds),
        "a second",
        floor=median(bare),
        ratio=ratio_of_rounds(speeds, bare),
        statements=max(number for one in sent for number in one.statements),
        targets=(Target("at least", 0.12, "ratio"), Target("at most", MOST_STATEMENTS, "statements")),
        note="aim: 0.25",
    )
    yield Figure(f"{what}: server, p50", percentile(server, 0.5), "ms")
    yield Figure(f"{what}: server, p95", percentile(server, 0.95), "ms")


def beside_one_row(house: House, name: str, rounds: list[list[Written]]) -> Iterator[Figure]:
    """Submit as citizens beside the bare view."""
    with house.web(name) as port:
        pages = house.readers.send(port, [PAGE] * (len(rounds[0]) * 4)).require(200)
        sent, floors = in_turns(house, port, [[one.submission() for one in part] for part in rounds], status=302)
    yield Figure("a bare page", pages.per_second, "a second")
    yield from beside_the_row(house, "submitting a petition", sent, floors)


def by_programs(house: House, name: str, rounds: list[list[bytes]]) -> Iterator[Figure]:
    """Submit as programs, by token, beside the bare view."""
    with house.web(name) as port:
        sent, floors = in_turns(house, port, rounds, status=200)
    yield from beside_the_row(house, "submitting a petition by the API", sent, floors)


def at_the_desk(house: House, name: str, requests: list[bytes], what: str) -> Iterator[Figure]:
    """Do what a member of the Apparatus does with each petition, as fast as it goes."""
    with house.web(name) as port:
        house.readers.send(port, requests[: house.readers.count * 2]).require(302)
        sent = house.readers.send(port, requests[house.readers.count * 2 :]).require(302)
    server, statements = percentile(sent.server_ms, 0.95), max(sent.statements)
    yield Figure(what, sent.per_second, "a second", statements=statements, note=f"server, p95: {server:.1f} ms")


def beside_own_sql(house: House, name: str, rounds: list[list[Written]]) -> Iterator[Figure]:
    """Submit with one reader beside the very same SQL, replayed without the application on a copy of the database."""
    captured = house.copy("bench_filing_captured", of=name)
    replayed = house.copy("bench_filing_replayed", of=name)
    with house.django_on(captured):
        filings = [submissions(part) for part in rounds]
    raw = Raw(house.environment_of(replayed)["DATABASE_URL"])
    filed: list[float] = []
    floors: list[float] = []
    with house.web(name) as port:
        for part, statements in zip(rounds, filings, strict=True):
            floors.append(raw.replay(statements))
            filed.append(house.readers.send(port, [one.submission() for one in part], count=1).require(302).per_second)
    raw.close()
    yield Figure(
        "submitting a petition, one at a time, beside its own SQL on one connection",
        median(filed[1:]),
        "a second",
        floor=median(floors[1:]),
        ratio=ratio_of_rounds(filed[1:], floors[1:]),
        targets=(Target("at least", 0.25, "ratio"),),
    )


def guided(house: House, name: str) -> Iterator[Figure]:
    """File by the guided form, from the first page to the one that asks for the signature."""
    each = 1 if house.options.quick else 12
    with house.web(name) as port:
        house.readers.each(file_guided, port, batches=[1] * house.readers.count)
        parts = house.readers.each(file_guided, port, batches=[each] * house.readers.count)
    seconds = max(part[1] for part in parts) - min(part[0] for part in parts)
    steps: dict[str, list[Step]] = defaultdict(list)
    for step in (step for part in parts for step in part[2]):
        steps[step.name].append(step)
    requests = sum(map(len, steps.values())) // (each * house.readers.count)
    yield Figure(
        "whole guided filings", each * house.readers.count / seconds, "a second", note=f"{requests} requests each"
    )
    for name_of_step, found in steps.items():
        yield Figure(
            f"guided: {name_of_step}",
            median(step.server_ms for step in found),
            "ms",
            statements=max(step.statements for step in found),
        )
