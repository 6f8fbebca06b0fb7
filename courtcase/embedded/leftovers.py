"""Processes that a killed supervisor left behind: found by their marks, stopped before the next start."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

from courtcase.embedded.place import Place

MARK = "COURTCASE_SERVED_FROM"


def stop_leftovers(place: Place) -> int:
    """Stop every process of an earlier run in this `place`; return how many there were.

    Our Python children carry the place in their environment; PostgreSQL and Redis, which overwrite theirs, work
    in their data folders. Call only while holding the place's lock: a live run's processes look the same.
    """
    leftovers = [pid for pid in process_numbers() if belongs_to(pid, place)]
    signal_each(leftovers, signal.SIGTERM)
    postmasters = [pid for pid in leftovers if working_folder(pid) == place.postgres_data]
    signal_each(postmasters, signal.SIGINT)  # fast shutdown; SIGTERM alone would wait for its clients
    wait_until_gone(leftovers, within=4.0)
    signal_each(leftovers, signal.SIGKILL)
    wait_until_gone(leftovers, within=2.0)
    return len(leftovers)


def has_process_table() -> bool:
    """Say whether this system shows its processes under /proc (Linux does)."""
    return Path("/proc/self/cwd").exists()


def process_numbers() -> list[int]:
    """Return the numbers of all processes but ours; none on a system without /proc."""
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]
    except FileNotFoundError:
        return []


def belongs_to(pid: int, place: Place) -> bool:
    """Say whether process `pid` is one of ours, started from `place`."""
    if program_name(pid) in {"postgres", "redis-server"}:
        return working_folder(pid) in {place.postgres_data, place.redis_data}
    return carries_mark(pid, place)


def program_name(pid: int) -> str:
    """Return the file name of the program a process runs, or nothing when it is gone or another account's."""
    with suppress(OSError):
        return Path(os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)")).name
    return ""


def working_folder(pid: int) -> Path | None:
    """Return the folder a process works in, or None when it is gone or another account's."""
    with suppress(OSError):
        return Path(os.readlink(f"/proc/{pid}/cwd"))
    return None


def carries_mark(pid: int, place: Place) -> bool:
    """Say whether the environment of `pid` names `place`."""
    wanted = f"{MARK}={place.folder}".encode()
    with suppress(OSError):
        return wanted in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return False


def signal_each(pids: list[int], number: int) -> None:
    """Send a signal to each process that still lives."""
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def wait_until_gone(pids: list[int], *, within: float) -> None:
    """Wait until none of `pids` lives, at most `within` seconds."""
    deadline = monotonic() + within
    while monotonic() < deadline and any(lives(pid) for pid in pids):
        sleep(0.05)


def lives(pid: int) -> bool:
    """Say whether a process exists and is no zombie."""
    with suppress(OSError, IndexError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    return False


def until(condition: Callable[[], bool], *, within: float, pause: float = 0.05) -> bool:
    """Wait until `condition` holds, at most `within` seconds; say whether it did."""
    deadline = monotonic() + within
    while monotonic() < deadline:
        if condition():
            return True
        sleep(pause)
    return condition()
