"""One command from nothing to a page, and nothing left when it ends."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from courtcase.embedded.leftovers import until
from tests.faults.serving import ROOT, Clone, Served, clone, serving

pytestmark = [pytest.mark.faults, pytest.mark.alone]
NOBODY = 65534
FIRST_START_SECONDS, PAGE_SECONDS, READY_SECONDS, STOP_SECONDS = 60, 6, 12, 10


@pytest.fixture(scope="module")
def made() -> Iterator[Clone]:
    """A clone that has been started once."""
    with clone() as copy:
        with serving(copy) as served:
            assert served.wait_for("Courtcase is at") <= FIRST_START_SECONDS
            served.wait_for("Everything is ready")
            assert served.get("/healthz")[0] == 200
            first_page = served.get("/")
            assert first_page[0] == 200, first_page
            assert set(served.checks().values()) == {"ok"}
            stops_everything(served, signal.SIGTERM)
        (copy.folder.parent / "first.txt").write_text(served.printed(), encoding="utf-8")
        yield copy


def stops_everything(served: Served, number: int) -> None:
    """Assert that a signal ends `serve` in ten seconds, well, and nothing of it runs on."""
    assert len(served.clone.processes()) >= 5
    assert served.stop(number) <= STOP_SECONDS
    assert served.process.returncode == 0, served.printed()
    assert served.clone.processes() == set()


def test_every_stage_says_what_it_does_and_how_long_it_took(made: Clone) -> None:
    printed = (made.folder.parent / "first.txt").read_text(encoding="utf-8")
    finished = re.findall(r"^ {2}ok (.+): [\d.]+ s", printed, re.MULTILINE)
    for stage in ("PostgreSQL answers", "Redis answers", "Bringing the database's tables up to date"):
        assert stage in finished
    assert "Traceback" not in printed


def test_second_start_is_quick_and_ctrl_c_stops_everything(made: Clone) -> None:
    with serving(made) as served:
        assert served.wait_for("Courtcase is at") <= PAGE_SECONDS
        assert served.get("/")[0] == 200
        assert served.wait_for("Everything is ready") <= READY_SECONDS
        assert served.is_ready()
        assert "Bringing the database's tables" not in served.printed()
        stops_everything(served, signal.SIGINT)


def test_cleaned_clone_makes_its_files_anew_and_a_closed_terminal_stops_everything(made: Clone) -> None:
    shutil.rmtree(made.folder / ".data" / "static")
    with serving(made) as served:
        served.wait_for("Everything is ready")
        assert "Collecting static files" in served.printed()
        assert served.get("/")[0] == 200
        stops_everything(served, signal.SIGHUP)


def test_signal_in_the_middle_of_a_start_stops_everything(made: Clone) -> None:
    with serving(made) as served:
        served.wait_for("Starting the web server")
        assert served.stop() <= STOP_SECONDS
    assert made.processes() == set()


def test_signal_just_after_the_first_page_stops_everything(made: Clone) -> None:
    """Worker and beat are being started then: a signal that comes during a fork is heeded too."""
    for _time in range(3):
        with serving(made) as served:
            served.wait_for("Courtcase is at")
            assert served.stop() <= STOP_SECONDS
        assert made.processes() == set()


def test_second_serve_of_one_clone_names_the_first_whose_servers_are_nobodys(made: Clone) -> None:
    with serving(made) as served:
        served.wait_for("Courtcase is at")
        with serving(made) as second:
            second.process.wait(20)
            assert second.process.returncode == 1
            assert f"already runs here: {served.address}" in second.printed()
        assert served.get("/healthz")[0] == 200
        if os.geteuid() == 0:  # only root can become another account
            assert {account_of(made, program) for program in ("postgres", "redis-server")} == {NOBODY}
    assert (ROOT / "manage.py").stat().st_uid == os.stat(ROOT).st_uid


def account_of(made: Clone, program: str) -> int:
    """Return the number of the account that runs a server of a clone."""
    return os.stat(f"/proc/{made.processes_of(program)[0]}").st_uid


def test_two_clones_run_at_once_and_the_second_takes_the_next_port(made: Clone) -> None:
    with clone("Екінші көшірме") as other, serving(made) as first:
        first.wait_for("Courtcase is at")
        with serving(other) as second:
            second.wait_for("Everything is ready")
            assert re.search(r"Port \d+ is taken; trying \d+", second.printed())
            assert first.address != second.address
            assert until(first.is_ready, within=30)
            assert not made.processes() & other.processes()
        assert first.get("/healthz")[0] == 200


def test_serve_stops_with_the_program_that_started_it(made: Clone) -> None:
    script = "import subprocess,sys,time; subprocess.Popen(sys.argv[1:]); time.sleep(60)"
    words = [sys.executable, "manage.py", "serve", "--port", "18300", "--no-demo-data", "--stop-with-parent"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "REDIS_"))}
    parent = subprocess.Popen(
        [sys.executable, "-c", script, *words],
        cwd=made.folder,
        env=environment | {"COURTCASE_MODE": "demo"},
        stdout=subprocess.DEVNULL,
    )
    assert until(lambda: len(made.processes()) >= 5, within=30)
    parent.kill()
    parent.wait()
    assert until(lambda: made.processes() == set(), within=15)
