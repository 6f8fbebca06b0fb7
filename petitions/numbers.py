"""A register number as people type it, and how it may stand printed: what an index finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from courtcase.law.models import Series
from courtcase.law.numbers import normalise_number, print_in

SERIES = "petitions"
TYPED = re.compile(r"(?:([0-9]{4})/)?([0-9]{1,9})", re.ASCII)


def printed_forms(typed: str, *, day: date) -> list[str]:
    """Return how the number somebody typed may be printed: in its year, or in each year up to `day` where none is said.

    “412”, “№ 412” and “000412” ask for the running number of any year, “2026/412” for that year's. Other words are
    returned as they are, to be found where a number is printed so.
    """
    word = typed.replace("\x00", "").strip()
    found = TYPED.fullmatch(normalise_number(word))
    if found is None:
        return [word]
    year, value = found.group(1), int(found.group(2))
    years = [(series, one) for series in Series.objects.current().filter(code=SERIES) for one in years_of(series, day)]
    return [
        print_in(series=series, value=value, year=one, language="ru")
        for series, one in years
        if year is None or one == int(year)
    ]


def years_of(series: Series, day: date) -> Iterator[int]:
    """Yield the years up to `day` in which numbers are printed as `series` says."""
    last = min(series.applies_to or day, day)
    yield from range(series.applies_from.year, last.year + 1)
