"""A clone of the source tree, `manage.py serve` run in it, and questions about what it left running."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from courtcase.embedded.leftovers import belongs_to, process_numbers, stop_leftovers, until
from courtcase.embedded.place import SOCKET_PARENT, Place, place_for

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".data", "test-artefacts", ".*_cache", "secrets")
START_SECONDS = 120.0


@dataclass
class Clone:
    """A copy of the source tree, in a folder whose name holds spaces and Cyrillic letters."""

    folder: Path

    @property
    def place(self) -> Place:
        return place_for(self.folder / ".data")

    def processes(self) -> set[int]:
        """Return the numbers of the processes this clone's `serve` has started and that still run."""
        return {pid for pid in process_numbers() if belongs_to(pid, self.place)}

    def processes_of(self, word: str) -> list[int]:
        """Return the oldest first of this clone's processes whose command line holds `word`."""
        return sorted(pid for pid in self.processes() if word in command_line(pid))


@dataclass
class Served:
    """A running `serve` and what it has printed."""

    clone: Clone
    process: subprocess.Popen[bytes]
    output: Path
    began: float

    def printed(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, text: str, within: float = START_SECONDS) -> float:
        """Wait until `text` was printed; return the seconds since the start. Fails with all that was printed."""
        until(lambda: bool(re.search(text, self.printed())) or self.process.poll() is not None, within=within)
        assert re.search(text, self.printed()), self.printed()
        return monotonic() - self.began

    @property
    def address(self) -> str:
        return re.search(r"Courtcase is at (\S+)/", self.printed()).group(1)  # type: ignore[union-attr]

    def get(self, path: str) -> tuple[int, bytes]:
        """Return status and body of a page; status 0 when nobody answers."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as response:  # noqa: S310 - our own address
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError:
            return 0, b""

    def is_ready(self) -> bool:
        """Say whether /readyz is green."""
        return self.get("/readyz")[0] == 200

    def checks(self) -> dict[str, str]:
        """Return what /readyz says of each thing; nothing when it does not answer."""
        return dict(json.loads(self.get("/readyz")[1] or b"{}").get("checks", {}))

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Send a signal, wait for the end, and return the seconds it took."""
        began = monotonic()
        self.process.send_signal(number)
        self.process.wait(30)
        return monotonic() - began


def command_line(pid: int) -> str:
    """Return a process's command line, or nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


@contextmanager
def clone(name: str = "Мой суд №1") -> Iterator[Clone]:
    """Copy the source tree; at the end stop what still runs there and remove it."""
    parent = Path(tempfile.mkdtemp(prefix="courtcase-clone-", dir=SOCKET_PARENT))
    parent.chmod(0o755)
    shutil.copytree(ROOT, parent / name, ignore=LEFT_OUT)
    made = Clone(parent / name)
    try:
        yield made
    finally:
        stop_leftovers(made.place)
        shutil.rmtree(made.place.sockets, ignore_errors=True)
        shutil.rmtree(parent, ignore_errors=True)


@contextmanager
def serving(made: Clone, *arguments: str, port: int = 18_200) -> Iterator[Served]:
    """Run `serve` in a clone under LC_ALL=C, without demo data; stop it at the end if it still runs."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("COURTCASE_", "DATABASE_", "REDIS_", "LC_", "LANG"))
    }
    output = made.folder.parent / f"serve-{monotonic()}.log"
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--no-demo-data", *arguments]
    with output.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=made.folder, env=kept | {"COURTCASE_MODE": "demo", "LC_ALL": "C"}, stdout=file, stderr=file
        )
    served = Served(made, process, output, monotonic())
    try:
        yield served
    finally:
        if process.poll() is None:
            served.stop()
