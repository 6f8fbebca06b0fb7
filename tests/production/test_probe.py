"""`python -m courtcase.probe`, as a container asks it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import redis

from courtcase import probe, processes
from courtcase.notices.heartbeat import EXPIRES_SECONDS, beat_heart
from tests.notices.conftest import broker
from tests.workers import Broker, free_port

__all__ = ["broker"]


def probed(name: str, environment: dict[str, str]) -> int:
    """Run the probe as a container does; return its exit code."""
    kept = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "courtcase.probe", name]
    return subprocess.run(command, env=kept | environment, timeout=30, capture_output=True).returncode


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_a_process_that_shows_life_here_passes(name: str, broker: Broker, tmp_path: Path) -> None:
    address = tmp_path / "redis_url"
    address.write_text(broker.url + "\n")
    environment = {"REDIS_URL_FILE": str(address)}
    assert probed(name, environment) == 1
    beat_heart(name)
    assert probed(name, environment) == 0


def test_the_sign_of_another_machine_is_not_ours(broker: Broker) -> None:
    with redis.Redis.from_url(broker.url) as connected:
        connected.set(processes.HEARTBEAT_KEY.format("worker"), "now")
        connected.set(processes.HEARTBEAT_KEY.format("worker@elsewhere"), "now")
    assert not probe.worker({"REDIS_URL": broker.url})


def test_an_idle_beat_shows_life_here_and_no_more(broker: Broker) -> None:
    assert beat_heart("beat", idle=True)
    assert probe.beat({"REDIS_URL": broker.url})
    with redis.Redis.from_url(broker.url) as connected:
        assert not connected.exists(processes.HEARTBEAT_KEY.format("beat"))
        assert 0 < int(connected.ttl(processes.heartbeat_here("beat"))) <= EXPIRES_SECONDS


def test_what_is_not_there_fails_and_never_raises() -> None:
    gone = str(free_port())
    assert not probe.web({"COURTCASE_LISTEN_PORT": gone})
    assert not probe.worker({"REDIS_URL": f"redis://127.0.0.1:{gone}/0"})
    assert not probe.worker({})
    assert not probe.beat({"REDIS_URL_FILE": "/no/such/file"})


def test_an_unknown_process_gets_the_usage() -> None:
    assert probed("mill", {}) == 2
