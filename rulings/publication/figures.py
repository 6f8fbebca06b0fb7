"""Figures that others reported of the Court's work: data with source, date and definition, never counted here."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from pathlib import Path

FIGURES = Path(__file__).parent.parent / "data" / "reported_figures.csv"


@dataclass(frozen=True)
class ReportedFigure:
    """One figure in one language: what is counted (`label`, `definition`), who said it, as of which month (`as_of`)."""

    code: str
    value: int
    as_of: str
    label: str
    source: str
    definition: str


@functools.cache
def rows() -> tuple[dict[str, str], ...]:
    """Return the rows of reported_figures.csv, read once."""
    with FIGURES.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def reported_figures(language: str) -> list[ReportedFigure]:
    """Return the reported figures in `language` (kk, ru or en), in the order of the file."""
    return [
        ReportedFigure(
            code=row["code"],
            value=int(row["value"]),
            as_of=row["as_of"],
            **{name: row[f"{name}_{language}"] for name in ("label", "source", "definition")},
        )
        for row in rows()
    ]
