"""One list of processes, for `serve`, compose (tests/production) and by hand."""

from __future__ import annotations

import importlib.util

import pytest

from courtcase import processes


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


def test_what_the_operator_set_of_the_environment_stays() -> None:
    assert processes.environment_of({}) == {"MALLOC_ARENA_MAX": "2"}
    assert processes.environment_of({"MALLOC_ARENA_MAX": "4", "A": "b"}) == {"MALLOC_ARENA_MAX": "4", "A": "b"}


def test_nothing_listens_beyond_this_machine_by_default() -> None:
    words = processes.command(processes.kind("web"), {})
    assert words[words.index("--host") + 1] == "127.0.0.1"


def test_unknown_process_gets_the_usage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["processes", "mill"])
    assert processes.main() == 2
    assert "{web,worker,beat}" in capsys.readouterr().err
