"""`manage.py serve`: one command from nothing to a page, and a supervisor for as long as it runs.

No Django here: the supervisor starts the web server a second sooner without it, and stays small.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import IO

from courtcase import modes
from courtcase.embedded import supervisor
from courtcase.embedded.children import STOP_SIGNALS, ask_to_die_with_parent, stop
from courtcase.embedded.jobs import Start, announce, begin, keep_serving
from courtcase.embedded.leftovers import stop_leftovers
from courtcase.embedded.place import Place, make_folders, place_for
from courtcase.embedded.ports import choose
from courtcase.embedded.stages import EmbeddedError, say, took

ROOT = Path(__file__).resolve().parent.parent.parent
APPLICATION_STOP_SECONDS, SERVER_STOP_SECONDS = 5.0, 3.0
ASK_AGAIN_SECONDS = 0.2


class Stopped(BaseException):
    """Ctrl-C or SIGTERM: raised in the main thread wherever it waits, so that every child is stopped on the way out."""


def arguments(words: list[str]) -> argparse.Namespace:
    """Read the command line of `manage.py serve`."""
    parser = argparse.ArgumentParser(prog="manage.py serve", description="Start everything and keep it running.")
    parser.add_argument("--address", default=os.environ.get("COURTCASE_LISTEN_ADDRESS") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("COURTCASE_LISTEN_PORT") or 8000))
    parser.add_argument("--stop-with-parent", action="store_true", help="stop when the program that started us dies")
    parser.add_argument("--no-demo-data", action="store_true", help="leave an empty database empty")
    return parser.parse_args(words)


def data_dir() -> Path:
    """Return the folder of everything that is kept: as in settings, without loading them."""
    return Path(os.environ.get("COURTCASE_DATA_DIR") or ROOT / ".data")


def run(words: list[str]) -> int:
    """Serve until stopped; return the exit code. Every refusal is printed in plain words."""
    options = arguments(words)
    began = monotonic()
    stop_on_signals()
    if options.stop_with_parent:
        ask_to_die_with_parent(signal.SIGTERM)
    try:
        modes.refuse_unsafe_settings(os.environ)
        modes.refuse_public_demo(os.environ, options.address)
        data_dir().mkdir(parents=True, exist_ok=True)
        place = place_for(data_dir())
        make_folders(place)
        with only_one(place) as note:
            serve(place, options, began, note)
    except (EmbeddedError, modes.UnsafeMode) as error:
        say(f"\n{error}")
        return 1
    except Stopped:
        ask_no_more()
    return 0


def serve(place: Place, options: argparse.Namespace, began: float, note: Callable[[str], None]) -> None:
    """Start everything, say where it is, keep it alive; stop all of it on the way out, whatever happens."""
    if count := stop_leftovers(place):
        say(f"  ok Stopped {count} processes an earlier run had left behind: {took(began)}")
    port = choose(options.address, options.port)
    start = Start(ROOT, data_dir(), place, options.address, port.number, began, note, not options.no_demo_data)
    try:
        begin(start)
        announce(start)
        keep_serving(start)
    finally:
        stop_everything(start)


def stop_everything(start: Start) -> None:
    """Stop the application first, then the servers under it, within ten seconds in all."""
    ask_no_more()
    began = monotonic()
    say("\n  .. Stopping")
    application = [*start.jobs, *supervisor.running(start.application)]
    stop(application, within=APPLICATION_STOP_SECONDS)
    stop(supervisor.running(start.servers), within=SERVER_STOP_SECONDS)
    say(f"  ok Everything is stopped: {took(began)}")


def stop_on_signals() -> None:
    """Turn Ctrl-C, SIGTERM and a closed terminal into `Stopped`, again and again until it is heeded.

    Python drops what is raised within the hooks of a fork: a signal that comes while a child is started would be lost.
    """

    def handler(number: int, frame: FrameType | None) -> None:
        signal.setitimer(signal.ITIMER_REAL, ASK_AGAIN_SECONDS)
        raise Stopped

    for number in STOP_SIGNALS:
        signal.signal(number, handler)


def ask_no_more() -> None:
    """Heed no further signal: we are stopping."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def only_one(place: Place) -> Iterator[Callable[[str], None]]:
    """Hold the place's lock, which dies with us; yield a function that notes our address in the lock file.

    Raises EmbeddedError, naming the address, when another `serve` of this clone runs.
    """
    with (place.folder / "serve.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise EmbeddedError(f"Courtcase already runs here: {file.read().strip() or 'it is starting'}") from None
        write_note(file, "")
        yield lambda text: write_note(file, text)
        write_note(file, "")


def write_note(file: IO[str], text: str) -> None:
    """Replace the lock file's content, for the message of a second start."""
    with suppress(OSError):
        file.seek(0)
        file.truncate()
        file.write(text)
        file.flush()
