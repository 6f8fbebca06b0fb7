"""Earlier registers as a file: its rows become the tables of the years they tell of. Pure."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from rulings.statistics.definitions import definitions
from rulings.statistics.labels import NAMED
from rulings.statistics.tables import Table

COLUMNS = ("year", "figure", "cell", "value", "source")
DAYS = "days"
BEYOND = "beyond"
# The most a kept number can be.
MOST = 2**31 - 1


class FileRefused(Exception):
    """The file cannot be brought over; the text says in which line and why."""


@dataclass(frozen=True)
class Row:
    """One line of the file: which cell of which figure, how many, and where it stood."""

    line: int
    year: int
    figure: str
    part: str
    dimension: str
    value: str
    count: int
    source: str


def tables_in(file: TextIO) -> dict[int, list[Table]]:
    """Return the tables of each year in a CSV with the columns year, figure, cell, value, source.

    `cell` is blank for the total, else `dimension:value`, of a term `term/dimension:value`. Raises FileRefused.
    """
    reader = csv.DictReader(file, restkey=BEYOND, restval="")
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise FileRefused(f"The first line must be: {','.join(COLUMNS)}")
    rows = [read(line, row) for line, row in enumerate(reader, start=2)]
    if not rows:
        raise FileRefused("The file has no rows.")
    order = {figure: place for place, figure in enumerate(definitions())}
    grouped: dict[tuple[int, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.year, row.figure, row.part].append(row)
    years: dict[int, list[Table]] = defaultdict(list)
    for (year, figure, _part), found in sorted(grouped.items(), key=lambda one: (one[0][0], order[one[0][1]])):
        years[year].append(table_from(figure, found))
    return years


def read(line: int, row: dict[str, str]) -> Row:
    """Return one line read. Raises FileRefused where it says nothing we know."""
    if BEYOND in row or not row["source"].strip():
        raise FileRefused(f"Line {line}: five columns, and the last says where this figure stands.")
    part, _mark, cell = row["cell"].strip().rpartition("/")
    dimension, _colon, value = cell.partition(":")
    if row["figure"] not in definitions():
        raise FileRefused(f"Line {line}: no figure is called {row['figure']!r}.")
    if dimension and dimension not in NAMED:
        raise FileRefused(f"Line {line}: nothing is told apart by {dimension!r}.")
    if DAYS in (row["figure"], dimension) and not (row["figure"] == DAYS and part):
        raise FileRefused(f"Line {line}: days are those of a stage: the figure days, the cell stage/days:median.")
    try:
        year, count = int(row["year"]), int(row["value"])
    except ValueError:
        raise FileRefused(f"Line {line}: year and value are whole numbers.") from None
    if not 0 <= count <= MOST or not 1990 < year < 2200:
        raise FileRefused(f"Line {line}: year or value cannot be.")
    return Row(line, year, row["figure"], part, dimension, value, count, row["source"].strip()[:300])


def table_from(figure: str, rows: Iterable[Row]) -> Table:
    """Return the table of one figure. Raises FileRefused where a cell stands twice or a line does not add up to the total."""
    rows = list(rows)
    lines: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        if row.value in lines[row.dimension]:
            raise FileRefused(f"Line {row.line}: this cell stands in the file twice.")
        lines[row.dimension][row.value] = row.count
    first, total = rows[0], lines.pop("", {}).get("")
    days = lines.pop(DAYS, {})
    sums = {sum(line.values()) for line in lines.values()} | ({total} if total is not None else set())
    if len(sums) > 1:
        numbers = ", ".join(str(number) for number in sorted(sums))
        raise FileRefused(
            f"Line {first.line}: the lines of {figure} in {first.year} add up to {numbers}, not to one total."
        )
    if max(sums, default=0) > MOST:
        raise FileRefused(f"Line {first.line}: the total of {figure} in {first.year} cannot be.")
    return Table(
        figure=figure, part=first.part, total=sums.pop() if sums else None, lines=lines, days=days, source=first.source
    )
