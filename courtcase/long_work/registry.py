"""Which long changes of data there are: rooms register theirs in `<app>/jobs.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.functional import Promise

from courtcase.people.actors import Actor


class Done(NamedTuple):
    """What one piece did: the key of the last row it looked at (None: nothing comes after it), and how many rows.

    `failed` are rows that could not be done; they keep nobody else waiting.
    """

    last: int | None
    done: int
    failed: int = 0


@dataclass(frozen=True)
class LongWork:
    """A change of every row of something, done in the order of the rows' keys.

    `version` returns what it brings the rows to; another one than that of the last time: it begins anew. `piece` is called
    with `after`, `limit`, `actor` and `at` within a transaction, and changes at most `limit` rows with keys above `after`.
    `count` returns how many rows there are to look at, for whoever waits. `again_after`: once finished, it looks through
    everything again so much later (for rows that failed or were passed over). `is_owed`: whether it is to be done at all
    where it was never done before, as on an installation that is new.
    """

    name: str
    title: Promise | str
    version: Callable[[], str]
    piece: Callable[..., Done]
    count: Callable[[], int]
    limit: int = 50
    again_after: timedelta | None = None
    is_owed: Callable[[], bool] = lambda: True

    def do_piece(self, *, after: int, actor: Actor, at: datetime) -> Done:
        """Do the rows after the key `after`."""
        return self.piece(after=after, limit=self.limit, actor=actor, at=at)


works: dict[str, LongWork] = {}


def register(work: LongWork) -> None:
    """Make a long work known. Raises ValueError when two have one name."""
    if works.setdefault(work.name, work) != work:
        raise ValueError(f"two long works are called {work.name!r}")
