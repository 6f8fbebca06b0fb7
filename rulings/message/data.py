"""The tables of a published Message as CSV: the rows of its text, as they were signed. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from rulings.blocks import Block, joined


def csv_of(blocks: Sequence[Block]) -> str:
    """Return every table of figures, a line a row: the name of the table, then its cells; its head is a line too."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    for block in blocks:
        if "figures" in block:
            for row in block["rows"]:
                writer.writerow([block["figures"], *(joined(cell) for cell in row)])
    return file.getvalue()
