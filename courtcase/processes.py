"""The one list of processes the application is made of, used by `serve`, by compose and by hand.

`python -m courtcase.processes web` checks that it is safe to start, then becomes that process.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ProcessKind:
    """One kind of process: its command after `python -m`, with {VARIABLES} of DEFAULTS; the signal that stops it."""

    name: str
    says: str
    command: tuple[str, ...]
    stop_signal: int = signal.SIGTERM


DEFAULTS: dict[str, str] = {
    "COURTCASE_LISTEN_ADDRESS": "127.0.0.1",
    "COURTCASE_LISTEN_PORT": "8000",
    "COURTCASE_WEB_PROCESSES": "2",
    "COURTCASE_WEB_THREADS": "4",
    "COURTCASE_WORKER_PROCESSES": "2",
}

PROCESSES: tuple[ProcessKind, ...] = (
    ProcessKind(
        "web",
        "answers browsers and machines",
        (
            *("granian", "--interface", "wsgi", "courtcase.wsgi:application", "--no-ws"),
            *("--host", "{COURTCASE_LISTEN_ADDRESS}", "--port", "{COURTCASE_LISTEN_PORT}"),
            *("--workers", "{COURTCASE_WEB_PROCESSES}", "--blocking-threads", "{COURTCASE_WEB_THREADS}"),
            # Stopping waits for requests that are being answered; the slowest scans a file for twenty seconds.
            *("--respawn-failed-workers", "--workers-kill-timeout", "40"),
        ),
    ),
    ProcessKind(
        "worker",
        "does the work owed: routing, notices",
        (
            *("celery", "--app", "courtcase", "worker", "--loglevel", "info"),
            *("--concurrency", "{COURTCASE_WORKER_PROCESSES}", "--without-gossip", "--without-mingle"),
        ),
    ),
    ProcessKind(
        "beat",
        "wakes the worker in time; one works, further ones stay idle",
        ("celery", "--app", "courtcase", "beat", "--loglevel", "info"),
    ),
)


# What a living worker and beat renew in Redis, by their names; gone half a minute after they are.
HEARTBEAT_KEY = "courtcase:heartbeat:{}"


def heartbeat_here(name: str) -> str:
    """Return the key that a living `name` of this machine or container renews, idle or not, beside the common one."""
    return HEARTBEAT_KEY.format(f"{name}@{socket.gethostname()}")


# Threads of one process share two arenas of memory instead of eight a core each: what one frees, another uses again.
ENVIRONMENT: dict[str, str] = {"MALLOC_ARENA_MAX": "2"}


def environment_of(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment a process starts in: what was given, and of ENVIRONMENT what was not."""
    return ENVIRONMENT | dict(given)


def kind(name: str) -> ProcessKind:
    """Return the kind of process called `name`. Raises KeyError for an unknown one."""
    return {process.name: process for process in PROCESSES}[name]


def command(process: ProcessKind, environment: Mapping[str, str]) -> list[str]:
    """Return the whole command line of `process`, its variables taken from `environment` or DEFAULTS."""
    values = DEFAULTS | {name: value for name, value in environment.items() if value}
    return [sys.executable, "-m", *(word.format_map(values) for word in process.command)]


def main() -> int:
    """Check the modes, then become the process named on the command line."""
    from courtcase import modes

    names = [process.name for process in PROCESSES]
    if len(sys.argv) != 2 or sys.argv[1] not in names:
        print(f"usage: python -m courtcase.processes {{{','.join(names)}}}", file=sys.stderr)
        return 2
    try:
        modes.refuse_unsafe_start(os.environ)
    except modes.UnsafeMode as error:
        print(error, file=sys.stderr)
        return 1
    words = command(kind(sys.argv[1]), os.environ)
    os.execve(words[0], words, environment_of(os.environ))  # noqa: S606 - the process we become is the one that is signalled and watched
    return 0  # never reached: this process is now the other one


if __name__ == "__main__":
    sys.exit(main())
