"""Bars drawn on the server: places and words for an SVG of 320 units' width. Pure; the table beneath says the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from django.template.loader import render_to_string

from rulings.blocks import joined

WIDTH, BAR, LINE, GAP, ROOM = 320, 12, 16, 10, 64
LETTERS = 40


@dataclass(frozen=True)
class Bar:
    """One bar: its words with the height of each line of them, where it lies, how long it is, and its number."""

    lines: list[tuple[int, str]]
    y: int
    length: int
    number: str
    number_x: int
    number_y: int


@dataclass(frozen=True)
class Chart:
    """A drawing: its size and its bars."""

    height: int
    bars: list[Bar]
    width: int = WIDTH
    thickness: int = BAR


def chart_of(rows: Iterable[tuple[str, int]]) -> Chart | None:
    """Return the bars of rows (words, number); None where fewer than two have a number, for then there is nothing to compare."""
    shown = [(words, number) for words, number in rows if number]
    if len(shown) < 2:
        return None
    most, y, bars = max(number for _words, number in shown), 0, []
    for words, number in shown:
        lines = []
        for line in wrap(words, LETTERS):
            y += LINE
            lines.append((y - 4, line))
        length = max(2, round(number * (WIDTH - ROOM) / most))
        printed = f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
        bars.append(Bar(lines, y, length, printed, length + 6, y + BAR - 1))
        y += BAR + GAP
    return Chart(height=y, bars=bars)


def bars_of(block: Mapping[str, Any]) -> Chart | None:
    """Return the bars of a table of figures in a text: of its second column, where the table tells one thing apart."""
    if block["figures"].count(":") < 2:
        return None
    rows = [[joined(cell) for cell in row] for row in block["rows"][1:]]
    return chart_of((row[0], int(row[1])) for row in rows if len(row) > 1 and row[1].isdigit())


def svg_of(chart: Chart) -> str:
    """Return bars as a document of their own, with their colours and type in it: for the PDF."""
    return render_to_string("rulings/pdf/bars.svg", {"chart": chart})
