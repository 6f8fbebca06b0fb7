"""What Python's garbage collector need not look through: everything a process loads once and keeps until it ends.

A full collection goes through every object that is held, some two hundred and fifty thousand of ours, while whoever asked waits
for it: it made one page in ten take twice as long as the others. Frozen, they are never looked at again (`gc.freeze`).
"""

from __future__ import annotations

import gc

from django.conf import settings
from django.urls import get_resolver
from django.utils import translation

# New objects, less those gone, before the youngest are looked through: a page makes some ten thousand and leaves few.
YOUNGEST = 20_000


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
    gc.set_threshold(YOUNGEST, *gc.get_threshold()[1:])
