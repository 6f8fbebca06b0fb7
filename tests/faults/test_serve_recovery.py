"""After `kill -9` of any or all processes everything comes back by itself, or by the next start."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress

import pytest

from courtcase.embedded.leftovers import until
from tests.faults.serving import Clone, Served, clone, serving

pytestmark = [pytest.mark.faults, pytest.mark.alone]
RECOVERY_SECONDS = 45
# What is killed, and a word of its command line.
VICTIMS = {
    "web": "granian",
    "worker": "celery --app courtcase worker",
    "beat": "celery --app courtcase beat",
    "Redis": "redis-server",
    "PostgreSQL": "postgres",
}


@pytest.fixture(scope="module")
def made() -> Iterator[Clone]:
    """A clone that has been started once."""
    with clone() as copy:
        with serving(copy) as served:
            served.wait_for("Everything is ready")
        yield copy


def kill(pids: set[int] | list[int]) -> None:
    """Kill without a word."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class TestWhatServeStartsAgain:
    """One `serve` suffers one loss after the other: each is over when everything is ready again."""

    @pytest.fixture(scope="class")
    def running(self, made: Clone) -> Iterator[Served]:
        """The clone, served."""
        with serving(made) as running:
            yield running

    @pytest.fixture
    def served(self, running: Served) -> Served:
        """The clone, served and ready, whatever befell it before."""
        running.wait_for("Everything is ready")
        assert until(running.is_ready, within=RECOVERY_SECONDS), running.checks()
        return running

    @pytest.mark.parametrize("victim", VICTIMS)
    def test_killed_process_comes_back(self, victim: str, served: Served) -> None:
        first = served.clone.processes_of(VICTIMS[victim])[0]
        kill([first])
        served.wait_for(f"{victim} was killed by SIGKILL", within=10)
        served.wait_for(f"Starting {victim} again", within=10)
        assert until(served.is_ready, within=RECOVERY_SECONDS), served.checks()
        assert served.clone.processes_of(VICTIMS[victim])[0] != first

    def test_killed_process_of_the_web_server_comes_back(self, served: Served) -> None:
        kill(served.clone.processes_of("spawn_main") or served.clone.processes_of("granian")[1:])
        assert until(lambda: served.get("/healthz")[0] == 200, within=RECOVERY_SECONDS)

    def test_postgresql_killed_with_its_backends_recovers(self, served: Served) -> None:
        kill(served.clone.processes_of("postgres"))
        assert until(served.is_ready, within=RECOVERY_SECONDS), served.checks()


def test_killed_supervisor_leaves_nothing_running_and_the_next_start_works(made: Clone) -> None:
    with serving(made) as served:
        served.wait_for("Everything is ready")
        served.process.kill()
        served.process.wait()
        assert until(lambda: made.processes() == set(), within=15), made.processes()
    with serving(made) as again:
        again.wait_for("Everything is ready")


def test_everything_killed_at_once_recovers_with_the_next_start(made: Clone) -> None:
    with serving(made) as served:
        served.wait_for("Everything is ready")
        kill({served.process.pid, *made.processes()})
        served.process.wait()
    with serving(made) as again:
        again.wait_for("Everything is ready")


def test_next_start_stops_what_a_killed_one_left(made: Clone) -> None:
    with serving(made) as served:
        served.wait_for("Courtcase is at")
        frozen = made.processes_of("celery --app courtcase worker")
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)  # one that does not hear that its parent died
        served.process.kill()
        served.process.wait()
        with serving(made) as again:
            again.wait_for("Everything is ready")
            assert "an earlier run had left behind" in again.printed()
            assert not set(frozen) & made.processes()


@pytest.mark.parametrize("moment", ["Creating an empty PostgreSQL", "Redis answers", "Bringing the database's tables"])
def test_first_start_killed_half_way_is_finished_by_the_next(moment: str) -> None:
    with clone("Жартысы") as fresh:
        with serving(fresh) as served:
            served.wait_for(moment)
            kill({served.process.pid, *fresh.processes()})
            served.process.wait()
        with serving(fresh) as again:
            again.wait_for("Everything is ready")
