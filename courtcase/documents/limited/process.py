"""The limited process itself: it waits for files, and opens each in a child of its own, which ends with it.

Started by `client`. It speaks over one socket, which is its standard input; when that closes, it ends.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import struct
import time
from pathlib import Path
from typing import Any

from courtcase.documents.limited import confinement
from courtcase.documents.limited.tasks import TASKS, Refused

MOST_MESSAGE = 65_536
MOST_FILES = 128
PAUSE_SECONDS = 0.5


def main() -> None:
    """Shut the doors, say which ones could be shut, and serve until the other side goes."""
    control = socket.socket(fileno=0)
    network = confinement.leave_the_network()
    confinement.give_up_root()
    files = confinement.close_the_files(Path(__file__).resolve().parents[2])
    gc.freeze()
    control.send(json.dumps({"network": network, "files": files}).encode())
    serve(control)


def serve(control: socket.socket) -> None:
    """Begin a child for each message; kill those whose time is over; end when nobody is there to ask any more."""
    deadlines: dict[int, float] = {}
    while True:
        ready, _writable, _broken = select.select([control], [], [], PAUSE_SECONDS if deadlines else None)
        if ready:
            message, descriptors, _flags, _address = socket.recv_fds(control, MOST_MESSAGE, MOST_FILES)
            if not message:
                break
            asked = json.loads(message)
            child = begin(control, asked, descriptors)
            deadlines[child] = time.monotonic() + float(asked["seconds"])
            for descriptor in descriptors:
                os.close(descriptor)
        reap(deadlines)
    for child in deadlines:
        os.kill(child, signal.SIGKILL)


def begin(control: socket.socket, asked: dict[str, Any], descriptors: list[int]) -> int:
    """Begin the child that does what is `asked` with the files behind `descriptors`; returns its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        control.close()
        answer = socket.socket(fileno=descriptors[0])
        confinement.limit(seconds=float(asked["seconds"]))
        calls = confinement.forbid_calls()
        send(answer, *done(asked, descriptors[1:], calls))
        status = 0
    finally:
        os._exit(status)


def done(asked: dict[str, Any], descriptors: list[int], calls: str) -> tuple[dict[str, Any], list[bytes]]:
    """Do what is asked; returns what to say and the files made. Whatever goes wrong is said by its name alone."""
    files = [os.fdopen(descriptor, "rb") for descriptor in descriptors]
    try:
        found, made = TASKS[asked["task"]](files, **asked["with"])
        return {"found": found, "calls": calls}, made
    except Refused as refused:
        return {"refused": refused.code, "words": refused.words}, []
    except MemoryError:
        return {"failed": "MemoryError"}, []
    except Exception as error:  # noqa: BLE001 - a reader may fail in any way on what a stranger wrote
        return {"failed": type(error).__name__}, []


def send(answer: socket.socket, said: dict[str, Any], made: list[bytes]) -> None:
    """Send what was found, with the sizes of the files made, and the files after it."""
    said["sizes"] = [len(one) for one in made]
    words = json.dumps(said).encode()
    answer.sendall(struct.pack("!I", len(words)) + words)
    for one in made:
        answer.sendall(one)


def reap(deadlines: dict[int, float]) -> None:
    """Take leave of children that ended, and kill those whose time is over."""
    now = time.monotonic()
    for child, deadline in list(deadlines.items()):
        if deadline < now:
            os.kill(child, signal.SIGKILL)
        if os.waitpid(child, 0 if deadline < now else os.WNOHANG)[0]:
            del deadlines[child]
