"""Words of a ruling put in the place of others, wherever they stand in its blocks. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from rulings.blocks import Block, Run, cells_of, joined

Change = Callable[[str], str]


def pattern_of(passage: str, *, exact: bool) -> re.Pattern[str]:
    """Return what finds a passage however its spaces are made; `exact` tells capital letters from small ones.

    A passage that begins or ends with a letter or digit is found as whole words alone: “Ан” is not found in “Анна”.
    """
    words = passage.split()
    body = r"\s+".join(map(re.escape, words))
    before = r"(?<!\w)" if words and words[0][0].isalnum() else ""
    after = r"(?!\w)" if words and words[-1][-1].isalnum() else ""
    return re.compile(f"{before}{body}{after}", 0 if exact else re.IGNORECASE)


def mended_blocks(blocks: Sequence[Block], found: re.Pattern[str], instead: str) -> list[Block]:
    """Return blocks in which `instead` stands for everything `found` finds; those without it are the same objects."""
    return [mended_block(block, found, instead) for block in blocks]


def mended_block(block: Block, found: re.Pattern[str], instead: str) -> Block:
    """Return one block, mended."""
    if block["kind"] == "table":
        rows = [[mended_runs(cell, found, instead) for cell in row] for row in block["rows"]]
        return {**block, "rows": rows} if rows != block["rows"] else block
    runs = mended_runs(block["runs"], found, instead)
    return {**block, "runs": runs} if runs != block["runs"] else block


def mended_runs(runs: Sequence[Run], found: re.Pattern[str], instead: str) -> list[Run]:
    """Return the words of one paragraph, mended; a passage may reach over several runs. A link that tells it goes too."""
    spans = [match.span() for match in found.finditer(joined(runs))]
    mended: list[Run] = []
    start = 0
    for run in runs:
        end = start + len(run["text"])
        marks = {name: value for name, value in run.items() if name != "text"}
        if found.search(str(marks.get("link", ""))):
            del marks["link"]
        mended += pieces(run["text"], start, spans, instead, marks)
        start = end
    return mended


def pieces(text: str, start: int, spans: Iterable[tuple[int, int]], instead: str, marks: Run) -> list[Run]:
    """Return what is left of one run that begins at `start`, with `instead` where a passage begins in it."""
    kept: list[Run] = []
    done, end = start, start + len(text)
    for begins, ends in spans:
        if ends <= start or begins >= end:
            continue
        if begins > done:
            kept.append({"text": text[done - start : begins - start], **marks})
        if begins >= start and instead:
            kept.append({"text": instead})
        done = min(ends, end)
    if done < end:
        kept.append({"text": text[done - start :], **marks})
    return kept


def times_in(blocks: Sequence[Block], found: re.Pattern[str]) -> list[tuple[str, int]]:
    """Return the ids of the blocks in which the passage stands, each with how often."""
    counted = [(block["id"], sum(len(found.findall(joined(runs))) for runs in cells_of(block))) for block in blocks]
    return [(name, count) for name, count in counted if count]
