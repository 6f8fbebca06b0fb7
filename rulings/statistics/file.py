"""The figures of a year as one file: what page, CSV and the record speak of. It is the same in every language."""

from __future__ import annotations

from courtcase.law.time import court_day
from petitions.tables import written
from rulings.models import CountedYear
from rulings.statistics.queries import cells_of_year

COLUMNS = ("figure", "part", "dimension", "value", "label_kk", "label_ru", "label_en", "count", "percent", "source")


def file_of(year: CountedYear) -> str:
    """Return the rows of a year as CSV, each with where its year comes from and when it was counted."""
    day = court_day(year.counted_at).isoformat()
    lines = (
        (year.year, year.origin, day, *(getattr(cell, column) for column in COLUMNS)) for cell in cells_of_year(year)
    )
    return "".join(written(("year", "origin", "counted_on", *COLUMNS), lines))
