"""How well the public search answers the written queries (queries.csv): nDCG@10, tuned and held halves apart."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import fmean

from rulings.models import Ruling
from rulings.publication.filters import Filters, narrowed, number_condition
from rulings.publication.searching import answer_to

QUERIES = Path(__file__).with_name("queries.csv")
FIRST_GAIN, ALSO_GAIN = 3, 1
DEPTH = 10


@dataclass(frozen=True)
class Written:
    """One written query: what should come first (any order), what answers it too, whether it is never tuned on."""

    kind: str
    language: str
    query: str
    first: frozenset[str]
    also: frozenset[str]
    held: bool


def written() -> list[Written]:
    """Return the written queries in their order."""
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return [
            Written(
                row["kind"],
                row["language"],
                row["query"],
                frozenset(row["first"].split()),
                frozenset(row["also"].split()),
                row["held"] == "yes",
            )
            for row in csv.DictReader(file)
        ]


def found_for(query: str) -> list[str]:
    """Return the places in addresses of the first ten rulings the public list shows for a query."""
    asked = Filters(words=query, number=number_condition(query))
    if asked.number is not None:
        exact = list(narrowed(asked).filter(asked.number).values_list("slug", flat=True)[:DEPTH])
        if exact:
            return [str(slug) for slug in exact]
    ids = answer_to(asked).ids[:DEPTH]
    slugs = dict(Ruling.objects.filter(pk__in=ids).values_list("pk", "slug"))
    return [str(slugs[pk]) for pk in ids]


def ndcg(found: Sequence[str], one: Written) -> float:
    """Return the discounted gain of what was found as a share of the best there could be, between 0 and 1."""
    gains = [FIRST_GAIN if slug in one.first else ALSO_GAIN if slug in one.also else 0 for slug in found[:DEPTH]]
    best = sorted([FIRST_GAIN] * len(one.first) + [ALSO_GAIN] * len(one.also), reverse=True)[:DEPTH]
    return discounted(gains) / discounted(best)


def discounted(gains: Sequence[int]) -> float:
    """Return the sum of gains, each divided by the logarithm of its place."""
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, start=1))


@dataclass(frozen=True)
class Score:
    """The mean nDCG@10 of some queries, and in words those that are not answered best."""

    mean: float
    count: int
    missed: list[str]


def score(*, held: bool) -> Score:
    """Return how well one half of the written queries is answered by what is published now."""
    queries = [one for one in written() if one.held == held]
    values: list[float] = []
    missed: list[str] = []
    for one in queries:
        found = found_for(one.query)
        values.append(ndcg(found, one))
        if values[-1] < 1:
            missed.append(
                f"{values[-1]:.2f} {one.query!r}: {' '.join(found) or 'nothing'}, not {' '.join(sorted(one.first))}"
            )
    return Score(fmean(values), len(queries), missed)
