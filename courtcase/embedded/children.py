"""Starting child processes that never outlive us, as another account where needed, and stopping them in time."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from courtcase.embedded.place import ServerAccount

PR_SET_PDEATHSIG = 1
LOG_LIMIT_BYTES = 10_000_000
# What asks the supervisor to stop; the alarm repeats it until it is heeded.
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
Process = subprocess.Popen[bytes]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back what asks us to stop during the block, in which a child is started and noted where it is stopped from.

    Between the two nobody would know of it, and it would outlive us by a moment. Call from the main thread.
    """
    heard: list[int] = []
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    # The mask holds for this thread alone: the kernel gives the signal to another one, and Python's handler, which
    # always runs here, would cut in all the same. So the handlers wait too.
    handlers = {number: handler for number in STOP_SIGNALS if callable(handler := signal.getsignal(number))}
    try:
        for number in handlers:
            signal.signal(number, lambda number, _frame: heard.append(number))
        yield
    finally:
        try:
            for number, handler in handlers.items():
                signal.signal(number, handler)
            for came in heard:
                signal.raise_signal(came)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ask_to_die_with_parent(death_signal: int) -> None:
    """Ask the kernel to send this process `death_signal` when its parent dies. Linux only; elsewhere a no-op."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)


def die_with_parent(death_signal: int) -> Callable[[], None]:
    """Return what a child runs before its program, so that it gets `death_signal` when we die.

    It must run after the change of account, which clears the wish; `subprocess` calls it there. What was held back
    while it is started (`undisturbed`) reaches the child again.
    """
    parent = os.getpid()

    def ask() -> None:
        ask_to_die_with_parent(death_signal)
        if os.getppid() != parent:
            os._exit(1)  # The parent died before the kernel knew of the wish.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)

    return ask


def spawn(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    log: Path,
    folder: Path,
    account: ServerAccount | None = None,
    death_signal: int = signal.SIGTERM,
) -> Process:
    """Start `command` in its own session and process group, its output added to the file `log`. Call from main thread.

    `death_signal` reaches it when we die without a word (kill -9).
    """
    with open_log(log) as output:
        return subprocess.Popen(  # noqa: S603
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            preexec_fn=die_with_parent(death_signal),  # noqa: PLW1509 - no threads are started before children
        )


def open_log(log: Path) -> IO[bytes]:
    """Open `log` for adding; a file over ten megabytes is first put aside as `.1`."""
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_name(log.name + ".1"))
    return log.open("ab")


def last_lines(log: Path, count: int = 15) -> str:
    """Return the last `count` lines of a log file, indented, for a message about a child that died."""
    with suppress(OSError):
        tail = log.read_bytes()[-20_000:].decode("utf-8", "replace").splitlines()[-count:]
        return "\n".join("     | " + line for line in tail)
    return ""


def signal_group(process: Process, number: int) -> None:
    """Send a signal to every process of the child's group; a group that is gone is no error."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def stop(processes: Iterable[tuple[Process, int]], *, within: float) -> None:
    """Ask each process with its own signal, wait for all of them `within` seconds together, then kill their groups."""
    asked = list(processes)
    for process, number in asked:
        if process.poll() is None:
            process.send_signal(number)
    deadline = monotonic() + within
    while monotonic() < deadline and any(process.poll() is None for process, _ in asked):
        sleep(0.05)
    for process, _ in asked:
        signal_group(process, signal.SIGKILL)
        process.wait()
