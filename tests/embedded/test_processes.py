"""One list of processes, for `serve`, compose and by hand."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
import yaml

from courtcase import processes

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """docker-compose.yml, read."""
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))


def test_the_list() -> None:
    assert [process.name for process in processes.PROCESSES] == ["web", "worker", "beat"]


@pytest.mark.parametrize("process", processes.PROCESSES, ids=lambda process: process.name)
def test_every_command_is_complete_and_its_program_installed(process: processes.ProcessKind) -> None:
    words = processes.command(process, {"COURTCASE_LISTEN_PORT": "8123", "COURTCASE_WEB_THREADS": ""})
    assert words[1] == "-m"
    assert importlib.util.find_spec(words[2])
    assert not any("{" in word or word == "" for word in words)


def test_variables_reach_the_command() -> None:
    words = processes.command(processes.kind("web"), {"COURTCASE_LISTEN_ADDRESS": "::1", "COURTCASE_LISTEN_PORT": "81"})
    assert words[words.index("--host") + 1] == "::1"
    assert words[words.index("--port") + 1] == "81"


def test_nothing_listens_beyond_this_machine_by_default() -> None:
    words = processes.command(processes.kind("web"), {})
    assert words[words.index("--host") + 1] == "127.0.0.1"


def test_unknown_process_gets_the_usage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["processes", "mill"])
    assert processes.main() == 2
    assert "{web,worker,beat}" in capsys.readouterr().err


def test_compose_runs_exactly_these(compose: dict[str, Any]) -> None:
    ours = {
        name: service["command"][-1]
        for name, service in compose["services"].items()
        if service.get("command", [])[:3] == ["python", "-m", "courtcase.processes"]
    }
    assert ours == {process.name: process.name for process in processes.PROCESSES}
    assert compose["services"]["migrate"]["command"] == ["python", "manage.py", "prepare_database"]


def test_only_the_migration_step_knows_the_owner(compose: dict[str, Any]) -> None:
    knowing = [
        name for name, service in compose["services"].items() if "database_owner_url" in service.get("secrets", [])
    ]
    assert knowing == ["migrate"]


def test_compose_names_what_production_needs(compose: dict[str, Any]) -> None:
    from courtcase.modes import NEEDED_IN_PRODUCTION

    named = {name.removesuffix("_FILE") for name in compose["x-application"]["environment"]}
    assert {name.removesuffix("_FILE") for name in NEEDED_IN_PRODUCTION} <= named


def test_every_secret_is_declared(compose: dict[str, Any]) -> None:
    used = {secret for service in compose["services"].values() for secret in service.get("secrets", [])}
    assert used == set(compose["secrets"])
