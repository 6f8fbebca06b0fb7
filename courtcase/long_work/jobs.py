"""Long changes of data go on by themselves, some seconds at a time, beside all other work."""

from __future__ import annotations

from courtcase.long_work.operations import go_on
from courtcase.notices.schedule import add


def go_on_with_long_work() -> None:
    """Do a few pieces of the long changes of data that are owed."""
    go_on()


add("Go on with long changes of data", "courtcase.long_work.jobs.go_on_with_long_work", 10)
