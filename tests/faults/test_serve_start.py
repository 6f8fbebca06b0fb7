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
from tests.faults.serving import ROOT, Clone, clone, serving

pytestmark = [pytest.mark.faults, pytest.mark.alone]
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
            assert served.stop() <= STOP_SECONDS
            assert served.process.returncode == 0, served.printed()
        (copy.folder.parent / "first.txt").write_text(served.printed(), encoding="utf-8")
        assert copy.processes() == set()
        yield copy


def test_every_stage_says_what_it_does_and_how_long_it_took(made: Clone) -> None:
    printed = (made.folder.parent / "first.txt").read_text(encoding="utf-8")
    finished = re.findall(r"^ {2}ok (.+): [\d.]+ s", printed, re.MULTILINE)
    for stage in ("PostgreSQL answers", "Redis answers", "Bringing the database's tables up to date"):
        assert stage in finished
    assert "Traceback" not in printed


def test_second_start_is_quick(made: Clone) -> None:
    with serving(made) as served:
        assert served.wait_for("Courtcase is at") <= PAGE_SECONDS
        assert served.get("/")[0] == 200
        assert served.wait_for("Everything is ready") <= READY_SECONDS
        assert served.is_ready()
        assert "Bringing the database's tables" not in served.printed()


def test_cleaned_clone_makes_its_files_anew(made: Clone) -> None:
    shutil.rmtree(made.folder / ".data" / "static")
    with serving(made) as served:
        served.wait_for("Everything is ready")
        assert "Collecting static files" in served.printed()
        assert served.get("/")[0] == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_stops_everything_in_ten_seconds(made: Clone, number: int) -> None:
    with serving(made) as served:
        served.wait_for("Everything is ready")
        assert len(made.processes()) >= 5
        assert served.stop(number) <= STOP_SECONDS
        assert served.process.returncode == 0
    assert made.processes() == set()


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


def test_second_serve_of_one_clone_names_the_first(made: Clone) -> None:
    with serving(made) as served:
        served.wait_for("Courtcase is at")
        with serving(made) as second:
            second.process.wait(20)
            assert second.process.returncode == 1
            assert f"already runs here: {served.address}" in second.printed()
        assert served.get("/healthz")[0] == 200


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
    with serving(made) as served:
        served.wait_for("Courtcase is at")
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


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
def test_root_runs_the_servers_as_nobody(made: Clone) -> None:
    with serving(made) as served:
        served.wait_for("Courtcase is at")
        for program in ("postgres", "redis-server"):
            pid = made.processes_of(program)[0]
            assert os.stat(f"/proc/{pid}").st_uid == 65534
    assert (ROOT / "manage.py").stat().st_uid == os.stat(ROOT).st_uid
