"""Run one command beside throwaway servers: `python -m courtcase.embedded.with_servers -- pytest`.

Servers the environment already names are used as they are. Everything is removed at the end.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from courtcase.embedded import servers
from courtcase.embedded.children import stop
from courtcase.embedded.place import SOCKET_PARENT, Place, server_account
from courtcase.embedded.stages import EmbeddedError, say


@contextmanager
def throwaway_servers(environment: Mapping[str, str], *, under: Path = SOCKET_PARENT) -> Iterator[dict[str, str]]:
    """Start fast, forgetful servers for what `environment` lacks; yield the variables that name them.

    Both are stopped, and their folder under `under` removed, at the end of the block.
    """
    folder = Path(tempfile.mkdtemp(prefix="courtcase-test-", dir=under))
    sockets = Path(tempfile.mkdtemp(prefix="courtcase-sockets-", dir=SOCKET_PARENT))
    folder.chmod(0o711)  # passable for the servers' account; what is inside is 0700
    started = None
    try:
        place = Place(folder=folder / "embedded", sockets=sockets, account=server_account())
        started = servers.start(place, environment=environment, throwaway=True)
        servers.wait_until_up(started)
        yield started.environment()
    finally:
        if started:
            stop(started.processes(), within=5.0)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)


def run(command: list[str]) -> int:
    """Run `command` beside throwaway servers; return its exit code (130 when stopped by Ctrl-C or SIGTERM)."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with throwaway_servers(os.environ) as variables:
            return run_child(command, {"COURTCASE_MODE": "test"} | dict(os.environ) | variables)
    except KeyboardInterrupt:
        return 130
    except EmbeddedError as error:
        say(str(error))
        return 1


def run_child(command: list[str], environment: dict[str, str]) -> int:
    """Run `command` to its end; when we are interrupted, give it ten seconds to end by itself."""
    child = subprocess.Popen(command, env=environment)  # noqa: S603
    try:
        return child.wait()
    finally:
        if child.poll() is None:
            child.terminate()
            with suppress(subprocess.TimeoutExpired):
                child.wait(10)
            child.kill()


def main() -> int:
    """Take the command after `--` from the command line and run it."""
    arguments = sys.argv[1:]
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        say("usage: python -m courtcase.embedded.with_servers -- COMMAND [ARGUMENT ...]")
        return 2
    return run(command)


if __name__ == "__main__":
    sys.exit(main())
