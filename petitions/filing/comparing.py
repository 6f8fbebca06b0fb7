"""Two texts word by word: what stayed, what was taken out, what came in. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

KEPT, REMOVED, ADDED = "kept", "removed", "added"
# Beyond this many pairs of words a comparison would take seconds: what lies between is then one change.
MOST_PAIRS = 2_000_000
WORDS = re.compile(r"\s+|[^\s]+")


class Piece(NamedTuple):
    """A stretch of text and what became of it: kept, removed or added."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """How a text changed: the older one and the newer one, each in its pieces."""

    older: list[Piece]
    newer: list[Piece]

    @property
    def is_changed(self) -> bool:
        """Say whether anything is not the same."""
        return any(piece.kind != KEPT for piece in (*self.older, *self.newer))


def difference(older: str, newer: str) -> Difference:
    """Return how `newer` differs from `older`, word by word; line breaks written in another way are no difference."""
    before, after = words_of(older), words_of(newer)
    old_pieces: list[Piece] = []
    new_pieces: list[Piece] = []
    for kind, old, new in stretches(before, after):
        add(old_pieces, KEPT if kind == KEPT else REMOVED, old)
        add(new_pieces, KEPT if kind == KEPT else ADDED, new)
    return Difference(old_pieces, new_pieces)


def words_of(text: str) -> list[str]:
    """Return words and the spaces between them, in order."""
    return WORDS.findall(text.replace("\r\n", "\n"))


def stretches(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, Sequence[str], Sequence[str]]]:
    """Return the stretches of both texts in order, each kept or changed; what both begin and end with is found first."""
    head = common(before, after)
    tail = common(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    middle = [("changed", old, new)] if len(old) * len(new) > MOST_PAIRS else matched(old, new)
    return [
        (KEPT, before[:head], after[:head]),
        *middle,
        (KEPT, before[len(before) - tail :], after[len(after) - tail :]),
    ]


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many words both begin."""
    for count, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return count
    return min(len(one), len(other))


def matched(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, Sequence[str], Sequence[str]]]:
    """Return the stretches as the longest common runs of words divide them; a lone space between two changes is changed too.

    Else a sentence written anew would be told word by word, and heard as that many changes.
    """
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        (KEPT if what == "equal" and "".join(old[begin:end]).strip() else "changed", old[begin:end], new[first:last])
        for what, begin, end, first, last in steps
    ]


def add(pieces: list[Piece], kind: str, words: Sequence[str]) -> None:
    """Put the words behind the pieces, in one with the last where that is of the same kind."""
    text = "".join(words)
    if not text:
        return
    if pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    else:
        pieces.append(Piece(kind, text))
