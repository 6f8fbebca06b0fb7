"""What is measured: one figure a row, a table for people and the same as JSON for machines."""

from __future__ import annotations

import json
import operator
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any

COMPARE = {"at least": operator.ge, "at most": operator.le}


@dataclass(frozen=True)
class Target:
    """What a figure has to reach: `how` is "at least" or "at most", `of` names the figure's field that is compared."""

    how: str
    number: float
    of: str = "value"

    def __str__(self) -> str:
        return f"{self.of} {self.how} {self.number:g}"


@dataclass(frozen=True)
class Figure:
    """One thing that was measured. `ratio` is value over floor, the median over the rounds where there were several."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    statements: int | None = None
    targets: tuple[Target, ...] = ()
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Say whether every target is reached; None where the figure is only reported."""
        if not self.targets:
            return None
        return all(is_reached(self, target) for target in self.targets)


def is_reached(figure: Figure, target: Target) -> bool:
    """Say whether the figure reaches one of its targets; a field that was not measured does not."""
    found = getattr(figure, target.of)
    return found is not None and bool(COMPARE[target.how](found, target.number))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of `values` that `share` (0 to 1) of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def ratio_of_rounds(values: Sequence[float], floors: Sequence[float]) -> float:
    """Return the median of the ratios of rounds measured one after the other, so that the machine's drift cancels."""
    return median(value / floor for value, floor in zip(values, floors, strict=True))


def shown(number: float | None) -> str:
    """Return a number with three digits that matter, a dash for None."""
    if number is None:
        return "-"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def row_of(figure: Figure) -> tuple[str, ...]:
    """Return a figure's row of the table."""
    met = {None: "", True: "met", False: "MISSED"}[figure.met]
    wanted = ", ".join(map(str, figure.targets))
    numbers = (f"{shown(figure.value)} {figure.unit}", shown(figure.floor), shown(figure.ratio))
    return (figure.name, *numbers, shown(figure.statements), wanted, met, figure.note)


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a table of plain text."""
    heads = ("figure", "value", "floor", "ratio", "statements", "target", "", "")
    rows = [heads, *(row_of(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def write_json(path: Path, figures: Iterable[Figure], machine: dict[str, Any]) -> None:
    """Write the figures and the facts of the machine to `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [asdict(figure) | {"targets": [str(one) for one in figure.targets], "met": figure.met} for figure in figures]
    path.write_text(json.dumps({"machine": machine, "figures": rows}, indent=1, ensure_ascii=False) + "\n", "utf-8")
