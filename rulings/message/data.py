"""The tables of a published Message as CSV: the rows of its text, as they were signed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from petitions.tables import MARK, line_of
from rulings.blocks import Block, joined


def csv_of(blocks: Sequence[Block]) -> str:
    """Return every table of figures, a line a row: the name of the table, then its cells; its head is a line too."""
    tables = [block for block in blocks if "figures" in block]
    lines = [line_of([block["figures"], *map(joined, row)]) for block in tables for row in block["rows"]]
    return MARK + "".join(lines)
