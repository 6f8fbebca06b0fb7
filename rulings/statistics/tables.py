"""A figure as it was counted: a total, the lines that split it, and days that are no counts. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Table:
    """One figure of one year before anything of it is hidden.

    `lines` holds, by dimension, the count of each value; each line adds up to the total. `days` holds percentiles by
    name; they add up to nothing. `top` holds the most frequent norms, each with a ground or blank. `source` says where a
    figure brought over from an earlier register stood; `veiled`, that the total must not follow from what is told.
    """

    figure: str
    part: str = ""
    total: int | None = 0
    lines: dict[str, dict[str, int]] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    top: list[tuple[int, str, int]] = field(default_factory=list)
    source: str = ""
    veiled: bool = False


def table_of(figure: str, **lines: dict[str, int]) -> Table:
    """Return the table of a figure told apart in one way or several, each line adding up to the same total."""
    totals = {sum(line.values()) for line in lines.values()}
    if len(totals) > 1:
        raise ValueError(f"the lines of {figure} add up to different totals: {sorted(totals)}")
    return Table(figure=figure, total=totals.pop() if totals else 0, lines=lines)
