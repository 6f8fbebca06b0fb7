"""From one major version of PostgreSQL to another and back, by a set; and what is said where that was not done."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from courtcase.backup.sets import read_manifest
from courtcase.embedded.leftovers import stop_leftovers
from courtcase.embedded.place import SOCKET_PARENT, place_for
from tests.backup.test_releases import RELEASES
from tests.production import machine
from tests.workers import ROOT, free_port

pytestmark = pytest.mark.faults
RELEASE = sorted(path for path in RELEASES.iterdir() if path.is_dir())[-1]
OURS = ("COURTCASE_", "DATABASE_", "REDIS_")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a data folder, in a path that the servers' account can reach; with the keys of the release's set."""
    parent = Path(tempfile.mkdtemp(prefix="courtcase-major-", dir=SOCKET_PARENT))
    parent.chmod(0o711)
    data = parent / "data"
    shutil.copytree(RELEASE / "keys", data / "keys")
    yield data
    place = place_for(data)
    stop_leftovers(place)
    shutil.rmtree(place.sockets, ignore_errors=True)
    shutil.rmtree(parent, ignore_errors=True)


def run(data: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the project in demo mode over a data folder; return its end and everything it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=kept | {"COURTCASE_MODE": "demo", "COURTCASE_DATA_DIR": str(data)} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=400,
    )


def beside_embedded(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a management command beside the embedded servers alone, as `make restore` does."""
    return run(data, "-m", "courtcase.embedded.alone", "--", sys.executable, "manage.py", *words)


def unpacked(parent: Path) -> Path:
    """Return the folder of the release's set, unpacked."""
    shutil.unpack_archive(next(RELEASE.glob("*.tar.gz")), parent)
    return next(parent.glob("courtcase-*"))


def test_a_set_moves_from_18_to_15_and_back_with_one_root(folder: Path, tmp_path: Path) -> None:
    released = unpacked(tmp_path)
    root = read_manifest(released).register.root
    words, port = folder.parent / "passwords", free_port()
    words.mkdir()
    passwords = {name: secrets.token_hex(8) for name in ("owner", "application")}
    for name, password in passwords.items():
        (words / f"database_{name}_password").write_text(password)
    with machine.postgresql(folder.parent, words, port):
        variables = {
            "DATABASE_OWNER_URL": f"postgres://courtcase_owner:{passwords['owner']}@127.0.0.1:{port}/courtcase",
            "DATABASE_URL": f"postgres://courtcase_app:{passwords['application']}@127.0.0.1:{port}/courtcase",
        }
        restored = run(folder, "manage.py", "restore", str(released), **variables)
        assert f"Root: {root}" in restored.stdout, restored.stdout
        taken = run(folder, "manage.py", "backup", **variables)
        assert taken.returncode == 0, taken.stdout
    older = Path(taken.stdout.splitlines()[0])
    assert read_manifest(older).server_version.startswith("15.")
    assert read_manifest(older).dumped_with == 15
    shutil.move(folder / "documents", folder.parent / "documents.aside")
    back = beside_embedded(folder, "restore", str(older))
    assert f"Root: {root}" in back.stdout, back.stdout
    verified = beside_embedded(folder, "verify_register")
    assert f"root {root}" in verified.stdout, verified.stdout


def test_embedded_data_of_another_major_says_how_to_move_and_moves(folder: Path, tmp_path: Path) -> None:
    released = unpacked(tmp_path)
    first = beside_embedded(folder, "restore", str(released))
    assert first.returncode == 0, first.stdout
    data = place_for(folder).postgres_data
    (data / "PG_VERSION").write_text("17\n")
    for program in (("manage.py", "serve", "--no-demo-data"), ("-m", "courtcase.embedded.alone", "--", "true")):
        refused = run(folder, *program)
        assert refused.returncode == 1, refused.stdout
        assert "was made by PostgreSQL 17; this version of Courtcase carries 18" in refused.stdout
        assert 'make manage ARGS="backup"' in refused.stdout
        assert "make restore SET=" in refused.stdout
        assert "Traceback" not in refused.stdout
    assert (data / "PG_VERSION").read_text() == "17\n"
    data.rename(data.with_name("postgresql.17"))
    shutil.move(folder / "documents", folder.parent / "documents.17")
    moved = beside_embedded(folder, "restore", str(released))
    assert moved.returncode == 0, moved.stdout
    assert re.search(r"Root: [0-9a-f]{64}", moved.stdout)


def test_two_never_work_in_one_data_folder(folder: Path) -> None:
    nested = (sys.executable, "-m", "courtcase.embedded.alone", "--", "true")
    refused = run(folder, "-m", "courtcase.embedded.alone", "--", *nested)
    assert refused.returncode == 1
    assert "already runs here" in refused.stdout
