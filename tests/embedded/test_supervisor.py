"""A child that dies is started again, later each time; none outlives its parent."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from courtcase.embedded import children, supervisor
from courtcase.embedded.leftovers import lives, until

ROOT = Path(__file__).resolve().parents[2]


def child(tmp_path: Path, *command: str, stop_signal: int = signal.SIGTERM) -> supervisor.Child:
    """Return a child that runs `command`."""
    log = tmp_path / "child.log"

    def starter() -> children.Process:
        return children.spawn(command, environment=dict(os.environ), log=log, folder=tmp_path)

    return supervisor.Child("sleeper", starter, log, stop_signal)


def test_dead_child_starts_again_after_a_pause(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sleeper = child(tmp_path, "sleep", "60")
    supervisor.start(sleeper)
    assert sleeper.process
    first = sleeper.process.pid
    os.kill(first, signal.SIGKILL)
    sleeper.process.wait()
    now = monotonic()
    supervisor.look_after(sleeper, now)
    assert "sleeper was killed by SIGKILL" in capsys.readouterr().out
    supervisor.look_after(sleeper, now + 0.1)
    assert sleeper.process.pid == first
    supervisor.look_after(sleeper, now + supervisor.FIRST_PAUSE + 0.1)
    assert sleeper.process.pid != first
    children.stop([(sleeper.process, signal.SIGTERM)], within=2)


def test_pauses_double_up_to_half_a_minute() -> None:
    assert [supervisor.pause_after(deaths) for deaths in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, 4.0]
    assert supervisor.pause_after(50) == supervisor.LONGEST_PAUSE


def test_child_that_dies_soon_shows_its_last_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failing = child(tmp_path, "sh", "-c", "echo Бұл менің соңғы сөзім; exit 3")
    supervisor.start(failing)
    assert failing.process
    failing.process.wait()
    supervisor.look_after(failing, monotonic())
    printed = capsys.readouterr().out
    assert "ended with code 3" in printed
    assert "соңғы сөзім" in printed


def test_whole_group_of_a_dead_child_is_killed(tmp_path: Path) -> None:
    parent = child(tmp_path, "sh", "-c", "sleep 61 & echo $!; exec sleep 62")
    supervisor.start(parent)
    assert parent.process
    assert until(lambda: parent.log.read_text().strip() != "", within=5)
    grandchild = int(parent.log.read_text())
    os.kill(parent.process.pid, signal.SIGKILL)
    parent.process.wait()
    supervisor.look_after(parent, monotonic())
    assert until(lambda: not lives(grandchild), within=3)


@pytest.fixture(params=["one thread", "another thread, which the kernel may give the signal to"])
def threads(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run the test once as the only thread it knows of, and once beside another."""
    over = Event()
    other = Thread(target=over.wait)
    if request.param != "one thread":
        other.start()
    yield
    over.set()
    if other.is_alive():
        other.join()


@pytest.mark.usefixtures("threads")
def test_a_child_is_noted_before_a_signal_that_came_meanwhile_is_heeded(tmp_path: Path) -> None:
    """Else whoever stops on it would not know of the child; and the child itself must still hear signals."""

    class Asked(BaseException):
        pass

    def heed(number: int, frame: object) -> None:
        raise Asked

    one = child(tmp_path, "sleep", "60")
    starter = one.starter

    def interrupted() -> children.Process:
        started = starter()
        os.kill(os.getpid(), signal.SIGTERM)
        return started

    one.starter = interrupted
    before = signal.signal(signal.SIGTERM, heed)
    try:
        with pytest.raises(Asked):
            supervisor.start(one)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert one.process
    held = re.search(r"SigBlk:\s*(\w+)", Path(f"/proc/{one.process.pid}/status").read_text())
    assert held
    assert int(held.group(1), 16) == 0
    children.stop([(one.process, signal.SIGTERM)], within=5)
    assert one.process.returncode == -signal.SIGTERM


def test_stop_kills_what_does_not_listen(tmp_path: Path) -> None:
    deaf = child(tmp_path, "sh", "-c", "trap '' TERM; echo up; sleep 60; sleep 60")
    supervisor.start(deaf)
    assert deaf.process
    assert until(lambda: "up" in deaf.log.read_text(), within=5)
    children.stop([(deaf.process, signal.SIGTERM)], within=0.5)
    assert deaf.process.poll() == -signal.SIGKILL


def test_children_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = f"""
import os, sys, time; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from courtcase.embedded.children import spawn
folder = Path({str(tmp_path)!r})
print(spawn(["sleep", "60"], environment=dict(os.environ), log=folder / "log", folder=folder).pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    assert lives(pid)
    parent.kill()
    parent.wait()
    assert until(lambda: not lives(pid), within=3)


def test_long_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LOG_LIMIT_BYTES", 10)
    log = tmp_path / "web.log"
    log.write_text("x" * 11)
    children.open_log(log).close()
    assert log.read_text() == ""
    assert (tmp_path / "web.log.1").read_text() == "x" * 11


def test_last_lines_of_a_missing_log_are_nothing(tmp_path: Path) -> None:
    assert children.last_lines(tmp_path / "none") == ""
