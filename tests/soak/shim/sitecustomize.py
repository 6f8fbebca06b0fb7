"""Loaded by every Python of a soak under libfaketime: its `clock_nanosleep` refuses the absolute times that sleep uses."""

from __future__ import annotations

import select
import time


def sleep(seconds: float, /) -> None:
    """Sleep for so many seconds by a call that libfaketime leaves alone."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select((), (), (), seconds)


time.sleep = sleep  # type: ignore[assignment]
