"""What the public pages, files and the API read: kept rows alone, two statements however many petitions there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Case, F, OuterRef, Subquery, When
from django.utils.functional import Promise

from courtcase.register.models import Event
from rulings.models import CountedYear, FigureCell
from rulings.statistics.charts import Chart, chart_of
from rulings.statistics.definitions import Definition, definitions
from rulings.statistics.labels import DIMENSIONS

LONG = 6
# What the register says of a year's figures: when they were kept, or that they had stood before it held checksums.
KEPT, RECORDED_LATER = "figures.kept", "figures.recorded_later"


@dataclass(frozen=True)
class Line:
    """A table of the page: what it tells apart, its rows, and its bars. Nothing of it may be shown."""

    heading: str | Promise
    cells: list[FigureCell]
    chart: Chart | None
    has_shares: bool

    @property
    def is_long(self) -> bool:
        """Say whether it is folded, so that the page can be looked over."""
        return len(self.cells) > LONG

    @property
    def is_shown(self) -> bool:
        """Say whether any row may be shown."""
        return any(cell.count is not None for cell in self.cells)


@dataclass(frozen=True)
class Part:
    """A figure, or that of one term: its total and its tables."""

    label: str
    total: FigureCell | None
    lines: list[Line]


@dataclass(frozen=True)
class Figure:
    """A figure of the page: what it counts, and its parts."""

    definition: Definition
    parts: list[Part]


def years_kept() -> list[CountedYear]:
    """Return the years that have figures, the newest first.

    `recorded_later_at` is when the register was told of figures that had stood before; None: at once, or not at all.
    """
    entries = Event.objects.filter(subject=OuterRef("subject"), name__in=(KEPT, RECORDED_LATER)).order_by("-pk")
    later = entries.annotate(later_at=Case(When(name=RECORDED_LATER, then=F("at")))).values("later_at")[:1]
    return list(CountedYear.objects.annotate(recorded_later_at=Subquery(later)).order_by("-year"))


def cells_of_year(year: CountedYear) -> list[FigureCell]:
    """Return the kept rows of a year in their order."""
    return list(FigureCell.objects.filter(year=year).order_by("position"))


def figures_of(cells: list[FigureCell]) -> list[Figure]:
    """Return rows as the page shows them, in the order of the definitions."""
    by_figure: dict[str, list[FigureCell]] = {}
    for cell in cells:
        by_figure.setdefault(cell.figure, []).append(cell)
    known = definitions()
    return [
        Figure(definition, list(parts_of(by_figure[code]))) for code, definition in known.items() if code in by_figure
    ]


def parts_of(cells: list[FigureCell]) -> Iterator[Part]:
    """Yield the parts of one figure. Days of all stages stand together."""
    if all(cell.dimension in {"days", "norm"} for cell in cells):
        yield Part("", None, [line_of(cells[0].dimension, cells)])
        return
    for part, found in groupby(cells, key=lambda cell: cell.part):
        rows = list(found)
        total = next((cell for cell in rows if not cell.dimension), None)
        split = groupby((cell for cell in rows if cell.dimension), key=lambda cell: cell.dimension)
        lines = [line_of(dimension, list(line)) for dimension, line in split]
        yield Part(total.label if part and total else "", total, lines)


def line_of(dimension: str, cells: list[FigureCell]) -> Line:
    """Return one table with its bars."""
    chart = chart_of((cell.label, cell.count or 0) for cell in cells)
    return Line(DIMENSIONS[dimension], cells, chart, has_shares=any(cell.percent is not None for cell in cells))
