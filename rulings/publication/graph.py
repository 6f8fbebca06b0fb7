"""What stands around a ruling or a norm, drawn: places of boxes and lines for an SVG. Pure; a table beside it says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_NODES = 30
BOX, HEIGHT, GAP, EDGE, BETWEEN = 200, 34, 12, 8, 70
LONGEST_LABEL = 22


@dataclass(frozen=True)
class Node:
    """Something beside the middle: its name, its address, and how the two stand to each other.

    A long name is cut at its end or, with `ends_tell`, at its beginning: of a norm the article tells more than the act.
    """

    label: str
    url: str
    words: str = ""
    ends_tell: bool = False

    @property
    def short(self) -> str:
        """Return the name as it fits into a box."""
        if len(self.label) <= LONGEST_LABEL:
            return self.label
        kept = LONGEST_LABEL - 1
        return "…" + self.label[-kept:].lstrip() if self.ends_tell else self.label[:kept].rstrip() + "…"


@dataclass(frozen=True)
class Box:
    """A node with its place; `line` is the path of the line to the middle, `text_x` and `text_y` where its name begins."""

    node: Node
    x: int
    y: int
    line: str
    text_x: int
    text_y: int


@dataclass(frozen=True)
class Graph:
    """A drawing: its size, the middle, what points to the middle (left), what the middle points to (right), and the rest."""

    width: int
    height: int
    middle: Box
    left: list[Box]
    right: list[Box]
    more: int
    box: int = BOX
    box_height: int = HEIGHT


def graph_of(*, middle: Node, left: Sequence[Node], right: Sequence[Node]) -> Graph | None:
    """Return the drawing of at most 30 nodes around one; None where there is nothing to draw.

    Each side has at least half of the room when both are long; what has no place is counted, the table holds it.
    """
    if not left and not right:
        return None
    half = MOST_NODES // 2
    on_left = left[: max(half, MOST_NODES - len(right))]
    on_right = right[: MOST_NODES - len(on_left)]
    rows = max(len(on_left), len(on_right), 1)
    height = rows * (HEIGHT + GAP) - GAP + 2 * EDGE
    centre = height // 2
    x = BOX + BETWEEN if on_left else 0
    end = x + BOX + (BETWEEN if on_right else 0)
    return Graph(
        width=end + (BOX if on_right else 0),
        height=height,
        middle=boxed(middle, x, centre - HEIGHT // 2, ""),
        left=[placed(node, 0, row, len(on_left), height, x) for row, node in enumerate(on_left)],
        right=[placed(node, end, row, len(on_right), height, x + BOX) for row, node in enumerate(on_right)],
        more=len(left) + len(right) - len(on_left) - len(on_right),
    )


def placed(node: Node, x: int, row: int, rows: int, height: int, to: int) -> Box:
    """Return a node in its row, the rows in the middle of the height, with the line to or from the middle at `to`."""
    begins = (height - rows * (HEIGHT + GAP) + GAP) // 2
    y = begins + row * (HEIGHT + GAP)
    at, centre = y + HEIGHT // 2, height // 2
    if x < to:
        start, end, first, last = x + BOX, to, at, centre
    else:
        start, end, first, last = to, x, centre, at
    bend = (start + end) // 2
    return boxed(node, x, y, f"M{start} {first}C{bend} {first} {bend} {last} {end} {last}")


def boxed(node: Node, x: int, y: int, line: str) -> Box:
    """Return a box at a place."""
    return Box(node, x, y, line, x + 10, y + 22)
