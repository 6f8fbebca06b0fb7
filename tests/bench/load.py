"""A light client: each reader is a process with one connection that is kept, and sends requests made beforehand."""

from __future__ import annotations

import multiprocessing
import re
import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

HOST = "127.0.0.1"
SECONDS = 60.0
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
TIMING = re.compile(rb"\r\nserver-timing: *total;dur=([\d.]+), *statements;desc=(\d+)", re.IGNORECASE)


def request(path: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """Return a whole HTTP/1.1 request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}"]
    lines += [f"{name}: {value}" for name, value in {"Accept": "text/html", **(headers or {})}.items()]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Answer:
    """What came back: `server_ms` and `statements` are what the server says of itself (see middleware.py)."""

    status: int
    head: bytes
    body: bytes
    seconds: float

    @property
    def server_ms(self) -> float:
        """Return the milliseconds between the first and the last line of middleware."""
        return float(self.timing.group(1))

    @property
    def statements(self) -> int:
        """Return how many statements the database was asked, BEGIN and COMMIT among them."""
        return int(self.timing.group(2))

    @property
    def timing(self) -> re.Match[bytes]:
        """Return where the server says so. Raises ValueError where it does not."""
        found = TIMING.search(self.head)
        if found is None:
            raise ValueError(f"no timing in {self.head!r}")
        return found


class Reader:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, raw: bytes) -> Answer:
        """Send one request and return its whole answer. Raises OSError when the connection is closed before."""
        began = perf_counter()
        self.socket.sendall(raw)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self.received()
        head = received[:end]
        length = LENGTH.search(head)
        wanted = end + 4 + (int(length.group(1)) if length else 0)
        while len(received) < wanted:
            received += self.received()
        return Answer(int(head[9:12]), head, received[end + 4 :], perf_counter() - began)

    def received(self) -> bytes:
        """Return the next bytes; raises ConnectionError at the end of the stream."""
        found = self.socket.recv(262_144)
        if not found:
            raise ConnectionError("the server closed the connection in the middle of an answer")
        return found

    def close(self) -> None:
        """Close the connection."""
        self.socket.close()


@dataclass
class Round:
    """What all readers together got in one round."""

    seconds: float
    statuses: list[int] = field(default_factory=list)
    client_ms: list[float] = field(default_factory=list)
    server_ms: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Return how many requests were answered in a second."""
        return len(self.statuses) / self.seconds

    def require(self, status: int) -> Round:
        """Return the round itself; raises RuntimeError where an answer has another status: it would be no measure."""
        if set(self.statuses) != {status}:
            raise RuntimeError(f"expected {status} alone, got {sorted(set(self.statuses))}")
        return self


def send_all(port: int, requests: list[bytes]) -> tuple[float, float, list[tuple[int, float, float, int]]]:
    """Send requests one after the other, in a process of our own; return its first and last instant and the answers."""
    reader = Reader(port)
    began = perf_counter()
    answers = [reader.send(raw) for raw in requests]
    ended = perf_counter()
    reader.close()
    return began, ended, [(one.status, one.seconds * 1000, one.server_ms, one.statements) for one in answers]


class Readers:
    """Processes that stay for the whole bench, so that none is started while something is measured."""

    def __init__(self, pool: ProcessPoolExecutor, count: int) -> None:
        self.pool, self.count = pool, count

    def each(self, function: Callable[..., Any], *arguments: Any, batches: Sequence[Any]) -> list[Any]:
        """Call `function(*arguments, batch)` in as many processes as there are batches, at once; return what each returns."""
        return [one.result() for one in [self.pool.submit(function, *arguments, batch) for batch in batches]]

    def send(self, port: int, requests: Sequence[bytes], *, count: int | None = None) -> Round:
        """Share the requests out among `count` readers (all of them, when None) and return the round."""
        shares = count or self.count
        batches = [list(requests[start::shares]) for start in range(shares)]
        parts = self.each(send_all, port, batches=[batch for batch in batches if batch])
        found = Round(seconds=max(part[1] for part in parts) - min(part[0] for part in parts))
        for status, client, server, statements in (answer for part in parts for answer in part[2]):
            found.statuses.append(status)
            found.client_ms.append(client)
            found.server_ms.append(server)
            found.statements.append(statements)
        return found


@contextmanager
def readers(count: int) -> Iterator[Readers]:
    """Start `count` processes of readers; they end with the block."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=count, mp_context=context) as pool:
        made = Readers(pool, count)
        made.each(abs, batches=[1] * count)
        yield made
