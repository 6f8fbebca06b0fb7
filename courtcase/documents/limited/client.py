"""Ask the limited process about files. Each process of ours has one of its own, begun when it is first needed."""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import structlog

logger = structlog.get_logger(__name__)
CODE = Path(__file__).resolve().parents[3]
START = "import sys; sys.path.insert(0, sys.argv[1]); from courtcase.documents.limited.process import main; main()"
START_SECONDS = 30
PIECE = 256 * 1024
MOST_WORDS = 4 * 1024 * 1024


class TooHeavy(Exception):
    """The file could not be opened within the limits of time and memory, or its reader broke over it."""


class Unreachable(OSError):
    """The limited process cannot be begun, so nothing can be said of a file just now."""


class NotTaken(Exception):
    """The limited process found something to refuse; `code` says what, `words` what the sentence needs."""

    def __init__(self, code: str, words: dict[str, Any]) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


@dataclass
class Helper:
    """A limited process that runs: whose it is, its socket, and which doors could be shut."""

    owner: int
    program: subprocess.Popen[bytes]
    control: socket.socket
    doors: dict[str, str]


@dataclass
class Asked:
    """A question that was put: its answer comes by a socket of its own until the time is over."""

    answer: socket.socket
    until: float
    _sizes: list[int] = field(default_factory=list)

    def found(self) -> dict[str, Any]:
        """Wait for what was found. Raises NotTaken and TooHeavy."""
        try:
            said = json.loads(self._read(struct.unpack("!I", self._read(4))[0]))
        except (TooHeavy, ValueError):
            self.answer.close()
            raise TooHeavy from None
        self._sizes = said["sizes"]
        if not self._sizes:
            self.answer.close()
        if "refused" in said:
            raise NotTaken(said["refused"], said["words"])
        if "failed" in said:
            logger.info("file_reader_failed", error=said["failed"])
            raise TooHeavy
        return {**said["found"], "calls": said["calls"]}

    def made(self) -> Iterator[Iterator[bytes]]:
        """Yield the files that were made, each in pieces, which have to be read in their order. Raises TooHeavy."""
        with self.answer:
            for size in self._sizes:
                yield self._pieces(size)

    def _pieces(self, size: int) -> Iterator[bytes]:
        """Yield the next `size` bytes in pieces."""
        while size:
            piece = self._read(min(size, PIECE))
            size -= len(piece)
            yield piece

    def _read(self, size: int) -> bytes:
        """Return exactly `size` bytes of the answer. Raises TooHeavy where they do not come in time, or at all."""
        if size > MOST_WORDS:
            raise TooHeavy
        read = bytearray()
        while len(read) < size:
            left = self.until - time.monotonic()
            if left <= 0:
                raise TooHeavy
            self.answer.settimeout(left)
            try:
                piece = self.answer.recv(size - len(read))
            except OSError:
                raise TooHeavy from None
            if not piece:
                raise TooHeavy
            read += piece
        return bytes(read)


_lock = threading.Lock()
_helper: Helper | None = None


def ask(task: str, files: Sequence[IO[bytes]], *, seconds: float, **words: Any) -> Asked:
    """Ask the limited process to do `task` with open `files`, which it gets without their names, within `seconds`.

    Returns at once. Raises Unreachable where no such process can be begun.
    """
    message = json.dumps({"task": task, "seconds": seconds, "with": words}).encode()
    for is_last in (False, True):
        ours, theirs = socket.socketpair()
        with theirs:
            descriptors = [theirs.fileno(), *(file.fileno() for file in files)]
            with _lock:
                helper = running()
                try:
                    socket.send_fds(helper.control, [message], descriptors)
                except OSError as error:
                    ours.close()
                    stop()
                    if is_last:
                        raise Unreachable(f"the limited process is gone: {type(error).__name__}") from error
                    continue
        return Asked(answer=ours, until=time.monotonic() + seconds + 1)
    raise AssertionError("asked twice")


def doors() -> dict[str, str]:
    """Return which doors of the limited process could be shut: `network` and `files`; an empty word: that one could not."""
    with _lock:
        return dict(running().doors)


def running() -> Helper:
    """Return the limited process of this process, begun now where there is none. Raises Unreachable."""
    global _helper  # noqa: PLW0603 - one for each process of ours, like a connection
    if _helper is not None and _helper.owner == os.getpid() and _helper.program.poll() is None:
        return _helper
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        # No variable of ours goes with it: neither keys nor addresses of servers stand in its environment.
        program = subprocess.Popen(
            [sys.executable, "-I", "-c", START, str(CODE)],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
            cwd="/",
            close_fds=True,
            start_new_session=True,
        )
    ours.settimeout(START_SECONDS)
    try:
        told = json.loads(ours.recv(4_096) or b"null")
    except (OSError, ValueError):
        told = None
    if told is None:
        program.kill()
        program.wait()
        ours.close()
        raise Unreachable("the limited process did not begin")
    _helper = Helper(os.getpid(), program, ours, told)
    return _helper


def stop() -> None:
    """End the limited process of this process, where there is one; the next question begins another."""
    global _helper  # noqa: PLW0603 - see `running`
    if _helper is None:
        return
    _helper.control.close()
    if _helper.owner == os.getpid():
        with suppress(ProcessLookupError):
            _helper.program.kill()
        _helper.program.wait()
    _helper = None
