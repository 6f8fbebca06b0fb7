"""A real worker and a real beat: the doctor sees them at work, and sees beat die."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.notices.conftest import broker, celery_beat_process, celery_worker_process, worker_environment
from tests.workers import ROOT, CeleryProcess, until

__all__ = ["broker", "celery_beat_process", "celery_worker_process", "worker_environment"]
CODES = ("processes.worker", "processes.beat", "processes.beat_lock")


def states(environment: dict[str, str]) -> dict[str, str]:
    """Run the command beside the processes and return the states of those that tell of them."""
    command = [sys.executable, "manage.py", "doctor", "--json"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60
    )
    found = {one["code"]: one["state"] for one in json.loads(done.stdout)["findings"]}
    return {code: found[code] for code in CODES}


@pytest.mark.faults
def test_sees_who_works(
    worker_environment: dict[str, str], celery_worker_process: CeleryProcess, celery_beat_process: CeleryProcess
) -> None:
    assert states(worker_environment) == dict(zip(CODES, ("wrong", "wrong", "look"), strict=True))
    celery_worker_process.start()
    celery_beat_process.start()
    everyone = dict.fromkeys(CODES, "well")
    assert until(lambda: states(worker_environment) == everyone, seconds=60, every=1)
    celery_beat_process.kill()
    assert until(lambda: states(worker_environment)["processes.beat_lock"] == "look", seconds=15, every=1)
    assert states(worker_environment)["processes.worker"] == "well"
