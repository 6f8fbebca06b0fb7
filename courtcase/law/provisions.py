"""Paths of provisions: from “article 16 / paragraph 3 / subparagraph 14” to “16(3)14)”, and their order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from courtcase.law.models.acts import Level

# Levels that may stand without a number of their own.
UNNUMBERED = frozenset({Level.WHOLE, Level.ANNEX, Level.NOTE, Level.WORDS})


@dataclass(frozen=True)
class Segment:
    """One step down an act: its level and its own number as printed."""

    level: str
    label: str


def parse_segments(text: str) -> list[Segment]:
    """Return the segments of “article 16 / paragraph 3 / subparagraph 14”.

    Raises ValueError for an unknown level or a segment without a number (a note and words may have none).
    """
    segments = []
    for part in text.split("/"):
        level, _, label = part.strip().partition(" ")
        if level not in Level.values:
            raise ValueError(f"unknown level {level!r} in {text!r}")
        if not label and level not in UNNUMBERED:
            raise ValueError(f"{level} without a number in {text!r}")
        segments.append(Segment(level, label.strip()))
    return segments


def path_of(segments: list[Segment]) -> str:
    """Return the path of a provision, unique in its act: “482”, “16(3)14)”, “342(3)words”, “11(1)[1]2)”."""
    path, above = "", ""
    for segment in segments:
        path += step(segment, path, above)
        above = segment.level
    return path


def step(segment: Segment, path: str, above: str) -> str:
    """Return how one segment is written after `path`, which ends at the level `above` (blank: nothing stands above)."""
    if segment.level in UNNUMBERED:
        # Words are named, not numbered: their text is the label and stays out of the path.
        return str(segment.level) if segment.level == Level.WORDS else f"{segment.level}{segment.label}"
    if not above:
        return segment.label
    if segment.level in {Level.SUBPARAGRAPH, Level.ITEM}:
        # “1.5)” for sub-paragraph 5) of article 1: “15)” would be read as another article's.
        return f".{segment.label})" if path[-1].isdigit() else f"{segment.label})"
    if segment.level == Level.INDENT:
        return f"¶{segment.label}"
    if above == Level.ANNEX:
        return f":{segment.label}"
    inside_paragraph = segment.level == Level.PART and above == Level.PARAGRAPH
    return f"[{segment.label}]" if inside_paragraph else f"({segment.label})"


def sort_key_of(segments: list[Segment]) -> str:
    """Return a key that puts article 9 before 10, 43 before 43-1, and parts beneath their article."""
    order = list(Level.values)
    return "/".join(f"{order.index(segment.level)}{sortable(segment.label)}" for segment in segments)


def sortable(label: str) -> str:
    """Return `label` with every number filled with noughts."""
    return re.sub(r"\d+", lambda found: found.group().zfill(6), label)
