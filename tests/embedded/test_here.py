from __future__ import annotations

from pathlib import Path

import pytest

from courtcase.embedded.here import environment, main


def test_where_nothing_runs_there_is_nothing_to_find(tmp_path: Path) -> None:
    assert environment(tmp_path / "data") == {}


def test_it_says_what_to_do_where_nothing_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COURTCASE_DATA_DIR", str(tmp_path / "data"))
    assert main(["--", "true"]) == 1
    assert "make run" in capsys.readouterr().err
