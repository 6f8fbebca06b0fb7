"""What the operator reads while servers start: every stage says what it does and how long it took."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic


class EmbeddedError(Exception):
    """A start that cannot go on; the text says in plain words why and what to do."""


def say(text: str) -> None:
    """Print one line at once, to be read by the person who started us. Survives any locale and a closed terminal."""
    encoding = sys.stdout.encoding or "ascii"
    try:
        print(text.encode(encoding, "backslashreplace").decode(encoding), flush=True)
    except OSError:
        # The terminal is gone (SIGHUP, a closed pipe): stopping the children matters more than the words.
        return


def took(since: float) -> str:
    """Return the seconds passed since the `monotonic()` instant `since`, as printed at the end of a stage."""
    return f"{monotonic() - since:.2f} s"


@contextmanager
def stage(text: str) -> Iterator[None]:
    """Say that `text` begins, and when the block ends without an error, how long it took."""
    began = monotonic()
    say(f"  .. {text}")
    yield
    say(f"  ok {text}: {took(began)}")
