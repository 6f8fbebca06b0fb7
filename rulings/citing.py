"""Places in the words of blocks: where a citation stands, and blocks with links laid over them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from rulings.blocks import Block, Run, cells_of, joined

# Between the cells of a table, so that nothing is read across them.
BETWEEN_CELLS = "\n"


@dataclass(frozen=True)
class Place:
    """Words of a block that lead somewhere: from which character to which, and the address without language."""

    start: int
    end: int
    link: str


def flat_of(block: Block) -> str:
    """Return the words of a block without its number: what places are counted in."""
    return BETWEEN_CELLS.join(joined(cell) for cell in cells_of(block))


def digest_of(flat: str) -> str:
    """Return by what a paragraph is known whatever its id becomes."""
    return sha256(flat.encode()).hexdigest()


def already_linked(block: Block) -> list[tuple[int, int]]:
    """Return the places of words that whoever wrote the text linked there: they stay as they are."""
    places, at = [], 0
    for cell in cells_of(block):
        for run in cell:
            if run.get("link"):
                places.append((at, at + len(run["text"])))
            at += len(run["text"])
        at += len(BETWEEN_CELLS)
    return places


def linked(blocks: Sequence[Block], places: Mapping[str, Sequence[Place]]) -> list[Block]:
    """Return blocks with links over the places given by the ids of blocks. The blocks handed in are not changed."""
    return [overlaid(block, places[block["id"]]) if block["id"] in places else block for block in blocks]


def overlaid(block: Block, places: Sequence[Place]) -> Block:
    """Return one block with its links."""
    ordered = sorted((place for place in places if place.start < place.end), key=lambda place: place.start)
    at = 0

    def next_cell(cell: Sequence[Run]) -> list[Run]:
        nonlocal at
        made = cut(cell, at, ordered)
        at += len(joined(cell)) + len(BETWEEN_CELLS)
        return made

    if block["kind"] == "table":
        return {**block, "rows": [[next_cell(cell) for cell in row] for row in block["rows"]]}
    return {**block, "runs": next_cell(block["runs"])}


def cut(cell: Iterable[Run], at: int, places: Sequence[Place]) -> list[Run]:
    """Return the runs of a cell that begins at `at`, cut where links begin and end; a run that is a link stays one."""
    made: list[Run] = []
    for run in cell:
        end = at + len(run["text"])
        if run.get("link"):
            made.append(run)
        else:
            made += cut_run(run, at, [place for place in places if place.start < end and place.end > at])
        at = end
    return made


def cut_run(run: Run, at: int, places: Sequence[Place]) -> list[Run]:
    """Return one run cut at the places that lie in it."""
    made: list[Run] = []
    done = 0
    for place in places:
        first, last = max(place.start - at, done), min(place.end - at, len(run["text"]))
        if first >= last:
            continue
        if first > done:
            made.append({**run, "text": run["text"][done:first]})
        made.append({**run, "text": run["text"][first:last], "link": place.link})
        done = last
    if done < len(run["text"]):
        made.append({**run, "text": run["text"][done:]})
    return made


def sentence_around(flat: str, start: int, end: int, most: int = 160) -> tuple[str, str, str]:
    """Return what stands before a place in its sentence, the place itself, and what stands after."""
    floor, ceiling = max(start - most, 0), min(end + most, len(flat))
    before, after = flat[floor:start], flat[end:ceiling]
    opened = max(before.rfind(sign) for sign in (". ", "; ", BETWEEN_CELLS))
    closed = min((place for sign in (". ", "; ", BETWEEN_CELLS) if (place := after.find(sign)) >= 0), default=-1)
    if opened >= 0:
        before = before[opened + 1 :].lstrip()
    elif floor:
        before = "…" + before[before.find(" ") + 1 :]
    if closed >= 0:
        after = after[: closed + 1]
    elif ceiling < len(flat):
        after = after[: after.rfind(" ") + 1] + "…" if " " in after else after + "…"
    return before, flat[start:end], after
