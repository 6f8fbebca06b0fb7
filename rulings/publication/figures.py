"""Figures that others reported of the Court's work: data with source, date and definition, never counted here."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FIGURES = Path(__file__).parent.parent / "data" / "reported_figures.csv"
# In the column `as_of`: the source was seen, its day was not.
DAY_NOT_SEEN = "unknown"


@dataclass(frozen=True)
class ReportedFigure:
    """One figure in one language: what is counted (`label`, `definition`), who said it, as of which month (`as_of`).

    `at_least`: the source says “more than”. `front`: it stands on the front page. Sources that differ are rows of one code.
    """

    code: str
    value: int
    at_least: bool
    as_of: str
    front: bool
    label: str
    source: str
    definition: str

    @property
    def anchor(self) -> str:
        """Return where it is defined on the page of definitions."""
        return f"reported-{self.code}-{self.value}"

    @property
    def printed(self) -> str:
        """Return the figure as its source says it: 11,000+ is no 11,000."""
        return f"{self.value:,}".replace(",", "\N{NO-BREAK SPACE}") + ("+" if self.at_least else "")


@functools.cache
def rows() -> tuple[dict[str, str], ...]:
    """Return the rows of reported_figures.csv, read once."""
    with FIGURES.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@functools.cache
def reported_figures(language: str) -> tuple[ReportedFigure, ...]:
    """Return the reported figures in `language` (kk, ru or en), in the order of the file."""
    return tuple(
        ReportedFigure(
            code=row["code"],
            value=int(row["value"]),
            at_least=row["at_least"] == "yes",
            as_of=row["as_of"] if row["as_of"] != DAY_NOT_SEEN else "",
            front=row["front"] == "yes",
            **{name: row[f"{name}_{language}"] for name in ("label", "source", "definition")},
        )
        for row in rows()
    )


@functools.cache
def reported_stamp(language: str) -> str:
    """Return what tells one state of the reported figures from another: a digest of all that is shown of them in `language`."""
    return sha256(repr(reported_figures(language)).encode()).hexdigest()
