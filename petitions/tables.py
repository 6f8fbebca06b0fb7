"""Files of rows for a spreadsheet, written line by line: a cell is only ever text to it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# What a spreadsheet takes for the beginning of a formula; tab and return too, behind which one may stand.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # so that a spreadsheet reads it as UTF-8


class Echo:
    """Gives each line back that is written to it."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def plain(cell: object) -> str:
    """Return a cell as text that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return "'" + text if text.startswith(FORMULA) else text


def line_of(cells: Iterable[object]) -> str:
    """Return one line of a CSV file, its end included."""
    return str(csv.writer(Echo()).writerow([plain(cell) for cell in cells]))


def written(head: Sequence[object], lines: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file, the mark of its encoding and the head first."""
    writer = csv.writer(Echo())
    yield MARK + str(writer.writerow([plain(cell) for cell in head]))
    for line in lines:
        yield str(writer.writerow([plain(cell) for cell in line]))


def table_file(head: Sequence[object], lines: Iterable[Sequence[object]], *, name: str) -> StreamingHttpResponse:
    """Return the answer that gives out a CSV file called `name` (ours, ASCII) while it is being written."""
    response = StreamingHttpResponse(written(head, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def text_cell(sheet: Any, value: object) -> WriteOnlyCell:
    """Return a cell that holds text. What looks like a formula is text too, and stays text when somebody edits the cell."""
    text = ILLEGAL_CHARACTERS_RE.sub("", "" if value is None else str(value))
    cell = WriteOnlyCell(sheet, text)
    if text.startswith(FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell
