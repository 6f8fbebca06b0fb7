"""Twenty faults under load, one after the other, as `make soak` does two hundred: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak.keeper import ROOT
from tests.soak.workers import PHASES

pytestmark = [pytest.mark.faults, pytest.mark.alone, pytest.mark.timeout(900)]
FAULTS, SEED = 20, 2026
# So many programs wait for each processor before the soak begins where others work on this machine: its minutes then
# suffice for fewer faults. Quiet, it carries out all of them.
BUSY, LEAST_WHEN_BUSY = 2.0, 8


def test_twenty_faults_lose_nothing_and_double_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = tmp_path / "soak.json"
    busy = os.getloadavg()[0] > BUSY * (os.cpu_count() or 1)
    asked = [
        "--part",
        "faults",
        "--faults",
        str(FAULTS),
        "--minutes",
        "5",
        "--memory-minutes",
        "0.8",
        "--size",
        "small",
    ]
    command = [sys.executable, "-m", "tests.soak", *asked, "--seed", str(SEED), "--json", str(figures)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"}, capture_output=True, text=True, timeout=840
    )
    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-3_000:]
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["broken"] == {}
    assert sum(found["faults"].values()) >= (LEAST_WHEN_BUSY if busy else FAULTS)
    assert found["promises"]["submitted"] > 0
    with capsys.disabled():
        print(
            f"\n  {sum(found['faults'].values())} faults, recovery in seconds: {found['recovery_seconds']['all']}",
            end=" ",
        )
        print(f"not arranged: {found['not_arranged'] or 'none'}")


def test_workers_killed_amid_the_work_of_five_hundred_petitions_lose_and_double_nothing(tmp_path: Path) -> None:
    figures = tmp_path / "soak.json"
    asked = ["--part", "workers", "--petitions", "500", "--kills", "6", "--seed", str(SEED), "--json", str(figures)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak", *asked],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=840,
    )
    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-3_000:]
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["broken"] == {}
    assert set(found["kills"]) == {kind for phase in PHASES for kind in phase.kinds}
    assert found["kills"]["petitions.remind_of_term"] > 0
    assert sum(found["kills"].values()) >= 3, "hardly a kill was in the midst of work: nothing is proved"


def test_a_crowd_behind_pgbouncer_meets_no_error(tmp_path: Path) -> None:
    """As two hundred citizens and twenty clerks do by `make soak`; the sessions of the database are six, for all of them."""
    figures = tmp_path / "soak.json"
    asked = [
        "--part",
        "crowd",
        "--citizens",
        "20",
        "--clerks",
        "4",
        "--crowd-minutes",
        "0.5",
        "--thinking",
        "2",
        "--pooled",
    ]
    command = [sys.executable, "-m", "tests.soak", *asked, "--seed", str(SEED), "--json", str(figures)]
    environment = os.environ | {"PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-3_000:]
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["broken"] == {}
    assert found["promises"]["acted"] > 0, "no clerk had anything to do"
    assert found["seconds"]


def test_faults_behind_pgbouncer_lose_nothing(tmp_path: Path) -> None:
    """PostgreSQL and PgBouncer itself are killed under those whose sessions go through it."""
    figures = tmp_path / "soak.json"
    asked = ["--part", "faults", "--faults", "2", "--minutes", "1.5", "--memory-minutes", "0", "--size", "small"]
    asked += ["--only", "kill P", "--pooled", "--seed", str(SEED), "--json", str(figures)]
    environment = os.environ | {"PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak", *asked],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-3_000:]
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["broken"] == {}
    assert found["faults"] == {"kill PgBouncer": 1, "kill PostgreSQL": 1}
    assert found["promises"]["submitted"] > 0
