"""A restore killed at every step, one after the other, ends where one that ran through ends."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from courtcase.backup.sets import read_manifest
from tests.backup.test_other_postgres import folder, run, unpacked

__all__ = ["folder"]
pytestmark = pytest.mark.faults


def test_a_restore_killed_at_every_step_ends_at_the_same_root(folder: Path, tmp_path: Path) -> None:
    released = unpacked(tmp_path)
    script = (sys.executable, str(Path(__file__).with_name("killing.py")), str(released))
    done = run(folder, "-m", "courtcase.embedded.alone", "--", *script)
    assert done.returncode == 0, done.stdout
    assert f"Root: {read_manifest(released).register.root}" in done.stdout
