"""Published rulings: how long one takes to be shown everywhere and to have its files, and its page beside a static template."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from time import perf_counter
from typing import Any

from tests.bench.desk import WARM
from tests.bench.figures import Figure, Target, percentile
from tests.bench.house import House
from tests.bench.importing import LANGUAGES, lines_of
from tests.bench.load import Reader, request
from tests.bench.searching import sentence, words_in
from tests.workers import until

RULINGS, FEW = 60, 4
FIRST = 3_001
FLOOR = "/bench/framed"
MOST_STATEMENTS, MOST_RATIO = 6, 1.3
MOST_SHOWN, MOST_FILES = 2.0, 5.0
ENDINGS = ("pdf", "docx", "xml")


def run(house: House) -> Iterable[Figure]:
    """Publish rulings with texts in two languages while a worker works, look for each, then read their pages."""
    from courtcase.notices.heartbeat import is_alive

    name = house.copy("bench_published")
    count = FEW if house.options.quick else RULINGS
    with house.web(name) as port, house.django_on(name), house.worker(name):
        if not until(lambda: is_alive("worker"), seconds=60):
            raise RuntimeError("the worker did not start")
        yield from publication(port, count)
        yield from pages(house, port, count, each=2 if house.options.quick else 10)


def publication(port: int, count: int) -> Iterator[Figure]:
    """Publish one ruling after another; yield how long each takes to be shown everywhere, and to have all its files."""
    shown, filed = [], []
    reader = Reader(port)
    drawn, vocabulary = random.Random(13), {language: words_in(language) for language in LANGUAGES}
    for number in range(FIRST, FIRST + count):
        began, ruling = perf_counter(), publish(drawn, vocabulary, number)
        if missing := [address for address in places_of(ruling, number) if not is_shown(reader, address, str(number))]:
            raise RuntimeError(f"ruling {number} is not at {missing}")
        shown.append(perf_counter() - began)
        if not until(files_of(ruling), seconds=60, every=0.02):
            raise RuntimeError(f"the files of {number} were not made")
        filed.append(perf_counter() - began)
    reader.close()
    words = f"{count} rulings, one after another"
    yield Figure(
        "from the order to publish until page, list, search, feed and API show it, p95",
        percentile(shown, 0.95),
        "s",
        targets=(Target("at most", MOST_SHOWN),),
        note=f"{words}; p50 {percentile(shown, 0.5):.2f} s",
    )
    yield Figure(
        "… until a worker has made PDF, DOCX and XML in two languages, p95",
        percentile(filed, 0.95),
        "s",
        targets=(Target("at most", MOST_FILES),),
        note=f"p50 {percentile(filed, 0.5):.2f} s",
    )


def publish(drawn: random.Random, vocabulary: dict[str, list[str]], number: int) -> Any:
    """Publish a made-up ruling with its texts, as one entered from a source is; returns it."""
    from django.utils import timezone

    from courtcase.people.actors import Actor
    from rulings.publication.operations.enter_from_source import Entry, enter_from_source
    from rulings.publication.operations.enter_text import Printed

    texts = {language: "\n".join(lines_of(drawn, language, vocabulary[language])) for language in LANGUAGES}
    entry = Entry(
        kind="conformity_review",
        number=number,
        adopted_on=date(2027, 1, 11) + timedelta(days=number % 4_000),
        titles={language: f"{sentence(drawn, vocabulary[language], 8)} bench{number}" for language in LANGUAGES},
        title_certainty="as printed",
        source="made up for the bench",
        printed=Printed(texts=texts),
    )
    return enter_from_source(entry=entry, actor=Actor.system("bench"), at=timezone.now())


def places_of(ruling: Any, number: int) -> list[str]:
    """Return every address at which a new ruling has to be shown."""
    return [
        f"/ru/rulings/{number}",
        f"/kk/rulings/{number}",
        f"/ru/rulings/?q=bench{number}",
        f"/ru/rulings/feed.atom?q=bench{number}",
        f"/api/v1/rulings/{ruling.public_id}/",
    ]


def is_shown(reader: Reader, address: str, words: str) -> bool:
    """Say whether the page is there and names the ruling."""
    answer = reader.send(request(address, headers={"Accept": "*/*"}))
    return answer.status == 200 and words in answer.body.decode()  # noqa: PLR2004


def files_of(ruling: Any) -> Callable[[], bool]:
    """Return what says whether all files of a ruling are kept."""
    from courtcase.documents.models import Document
    from rulings.publication.queries import file_kind

    kinds = [file_kind(ending, language) for ending in ENDINGS for language in LANGUAGES]
    kept = Document.objects.filter(subject=ruling.subject, kind__in=kinds)
    return lambda: kept.count() == len(kinds)


def pages(house: House, port: int, count: int, *, each: int) -> Iterator[Figure]:
    """Yield what the pages take that nobody asked for yet, and those that were made before, beside the static template."""
    addresses = [f"/ru/rulings/{number}" for number in range(FIRST, FIRST + count)]
    # A page with a word behind its address is made for each reader.
    anew = [f"{address}?bench" for address in addresses]
    yield page_beside_floor(house, port, anew, before=[FLOOR] * WARM, told="made anew", ratio=None)
    yield page_beside_floor(house, port, addresses * each, before=addresses, told="made before", ratio=MOST_RATIO)


def page_beside_floor(
    house: House, port: int, pages: list[str], *, before: list[str], told: str, ratio: float | None
) -> Figure:
    """Return what pages take through one connection, in turns with the static template; `before` are asked for first."""
    asked = [*before, *(one for page in pages for one in (page, FLOOR))]
    answered = house.readers.send(port, [request(one) for one in asked], count=1).require(200)
    taken = answered.server_ms[len(before) :]
    page, bare = percentile(taken[::2], 0.95), percentile(taken[1::2], 0.95)
    few = Target("at most", MOST_STATEMENTS, "statements")
    return Figure(
        f"page of a ruling, {told}: server, p95",
        page,
        "ms",
        floor=bare,
        ratio=page / bare,
        statements=max(answered.statements),
        targets=(few,) if ratio is None else (few, Target("at most", ratio, "ratio")),
        note=f"p50 {percentile(taken[::2], 0.5):.1f} ms, floor {percentile(taken[1::2], 0.5):.1f} ms; {len(pages)} requests",
    )
