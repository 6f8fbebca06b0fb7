"""When Python's garbage collector works, and what it need not look through.

What a process loads once and keeps until it ends, some two hundred and fifty thousand objects, is frozen and never looked at
again (`gc.freeze`): a full collection of it made one page in ten take twice as long as the others.

A page leaves some three hundred objects that point at each other, a form and its fields or an error and its frames. They are
looked for once an answer has left and nobody waits, not in the middle of whatever page comes when enough lie there.
"""

from __future__ import annotations

import gc
from itertools import count
from typing import Any

from django.conf import settings
from django.urls import get_resolver
from django.utils import translation

# New objects, less those gone, before the youngest are looked through while somebody waits: for what `between` does not see.
YOUNGEST = 20_000
# So many are looked through between two pages or tasks: some seven pages leave them, and they take about a millisecond.
LEFT = 2_000
# Every so many of those looks go through all that is not frozen: what was older when it was let go would lie there for long.
FULL_EVERY = 20
looks = count(1)


def load_what_stays() -> None:
    """Import every view, and the words of every language: else the first to ask would wait for them."""
    _ = get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("")


def leave_out_what_stays() -> None:
    """Take what is held now out of every later collection, and collect more rarely; once, when a process is ready to serve."""
    gc.collect()
    gc.freeze()
    # Python puts full collections off until a quarter as much is new as the last one held: that is now next to nothing.
    gc.collect()
    gc.set_threshold(YOUNGEST, *gc.get_threshold()[1:])


def between(**_given: Any) -> None:
    """Free what was left behind, if there is enough of it; called when an answer was sent or a task is done."""
    if gc.get_count()[0] >= LEFT:
        gc.collect(2 if next(looks) % FULL_EVERY == 0 else 1)
