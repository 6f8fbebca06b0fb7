"""bin/beside: the checks of `make test` run while its tests do, and what either finds fails the whole."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.workers import ROOT, until


def beside(checks: str, command: str) -> subprocess.CompletedProcess[str]:
    """Run checks beside a command of the shell."""
    words = [str(ROOT / "bin/beside"), checks, "sh", "-c", command]
    return subprocess.run(words, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("checks", "command", "code"), [("true", "true", 0), ("true", "exit 4", 4), ("false", "true", 1)]
)
def test_fails_where_either_does(checks: str, command: str, code: int) -> None:
    assert beside(checks, command).returncode == code


def test_says_what_the_checks_found_and_which_they_were(tmp_path: Path) -> None:
    told = tmp_path / "told"
    done = beside(
        f"sh -c 'echo found; touch {told}; exit 3'", f"while [ ! -e {told} ]; do sleep 0.1; done; echo tested"
    )
    assert done.returncode == 3
    assert sorted(done.stdout.split()) == ["found", "tested"]
    assert "Failed beside it" in done.stderr
    assert str(told) in done.stderr


def test_checks_end_with_whoever_asked_for_them(tmp_path: Path) -> None:
    number = tmp_path / "number"
    done = beside(
        f"sh -c 'echo $$ >{number}; exec sleep 60'", f"while [ ! -s {number} ]; do sleep 0.1; done; kill $PPID"
    )
    assert done.returncode == 130
    assert until(lambda: is_gone(int(number.read_text())), seconds=10)


def is_gone(pid: int) -> bool:
    """Say whether a process has ended, be it that nobody has asked yet how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return not os.path.exists(f"/proc/{pid}")
