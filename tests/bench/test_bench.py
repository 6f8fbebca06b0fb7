"""The bench itself runs, so that it does not rot between two releases; what it measures here means nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.__main__ import MODULES
from tests.bench.house import ROOT


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the databases are kept that the modules read: made once for all of them, as `make bench` does."""
    return tmp_path_factory.mktemp("bench")


@pytest.mark.faults
@pytest.mark.parametrize("module", MODULES)
def test_a_quick_run_of_each_module_gives_figures(module: str, data: Path, tmp_path: Path) -> None:
    written = tmp_path / "bench.json"
    command = [sys.executable, "-m", "tests.bench", module, "--quick", "--json", str(written)]
    done = subprocess.run([*command, "--data", str(data)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(written.read_text(encoding="utf-8"))
    assert found["machine"]["fsync"] == "on"
    assert found["figures"]
    assert all(row["value"] > 0 for row in found["figures"] if row["unit"] not in {"MB more", "plans"})
