"""Which paragraph of one language answers which of another: blocks that stand side by side bear one id. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

from rulings.blocks import Block
from rulings.models.kinds import LANGUAGES

Row: TypeAlias = dict[str, Block]


def aligned(texts: Mapping[str, Sequence[Block]]) -> dict[str, list[Block]]:
    """Return the texts by language with new ids, p1, p2 and so on: one for each row of `side_by_side`."""
    given: dict[str, list[Block]] = {language: [] for language in texts}
    for number, row in enumerate(side_by_side(texts), start=1):
        for language, block in row.items():
            given[language].append({**block, "id": f"p{number}"})
    return given


def side_by_side(texts: Mapping[str, Sequence[Block]]) -> list[Row]:
    """Return the rows of the texts in their order: blocks of the same kind and number that follow each other in each.

    A block that has no like in another language has a row of its own, in which that language is missing.
    """
    rows: list[Row] = []
    for language in LANGUAGES:
        if language in texts:
            rows = list(joined(rows, language, texts[language]))
    return rows


def joined(rows: Sequence[Row], language: str, blocks: Sequence[Block]) -> Iterator[Row]:
    """Yield `rows` with one more language in them."""
    known, given = [shape(first_of(row)) for row in rows], list(map(shape, blocks))
    matcher = SequenceMatcher(None, known, given, autojunk=False)
    for same, start, end, begin, stop in matcher.get_opcodes():
        if same == "equal":
            yield from (
                {**row, language: block} for row, block in zip(rows[start:end], blocks[begin:stop], strict=True)
            )
        else:
            yield from rows[start:end]
            yield from ({language: block} for block in blocks[begin:stop])


def first_of(row: Row) -> Block:
    """Return a block of a row."""
    return next(iter(row.values()))


def shape(block: Block) -> tuple[str, str]:
    """Return by what a block is known in every language: its kind and its number."""
    return str(block["kind"]), str(block["number"])
