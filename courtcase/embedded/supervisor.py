"""Keeping children alive: a child that dies is started again, later each time it dies soon."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from courtcase.embedded.children import Process, last_lines, signal_group, undisturbed
from courtcase.embedded.stages import say

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_SECONDS = 60.0  # a child that lived this long starts its back-off anew
TELL_SECONDS = 10.0  # a child that dies sooner shows the end of its log


@dataclass
class Child:
    """One supervised process: how to start it, and how its last life went."""

    name: str
    starter: Callable[[], Process]
    log: Path
    stop_signal: int = signal.SIGTERM
    process: Process | None = None
    started_at: float = 0.0
    deaths: int = 0
    start_again_at: float | None = None


def start(child: Child) -> None:
    """Start a child now."""
    with undisturbed():
        child.process = child.starter()
    child.started_at, child.start_again_at = monotonic(), None


def pause_after(deaths: int) -> float:
    """Return the seconds to wait before the next start after so many deaths in a row: doubling, capped."""
    return float(min(FIRST_PAUSE * 2 ** (deaths - 1), LONGEST_PAUSE))


def look_after(child: Child, now: float) -> None:
    """Notice a child's death, kill what it left of its group, and start it again when its pause is over."""
    if child.process is None:
        return
    if child.start_again_at is not None:
        if now >= child.start_again_at:
            say(f"  .. Starting {child.name} again")
            start(child)
        return
    code = child.process.poll()
    if code is None:
        return
    lived = now - child.started_at
    child.deaths = 1 if lived > STEADY_SECONDS else child.deaths + 1
    signal_group(child.process, signal.SIGKILL)
    pause = pause_after(child.deaths)
    child.start_again_at = now + pause
    say(f"  !! {child.name} {ended(code)} after {lived:.0f} s; starting it again in {pause:.1f} s. Log: {child.log}")
    if lived < TELL_SECONDS:
        say(last_lines(child.log))


def ended(code: int) -> str:
    """Return how a process ended, in words."""
    if code >= 0:
        return f"ended with code {code}"
    return f"was killed by {signal.Signals(-code).name}"


def running(children: list[Child]) -> list[tuple[Process, int]]:
    """Return each started child's process with the signal that stops it well."""
    return [(child.process, child.stop_signal) for child in children if child.process]
