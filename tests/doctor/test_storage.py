"""Where things are kept: a folder that cannot be written, disks that are full, uploads left over, backups by their age."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import InMemoryStorage, default_storage
from django.utils import timezone

from courtcase.backup import drill, sets
from courtcase.doctor.checks import storage
from courtcase.doctor.findings import State
from courtcase.documents.storage import INCOMING
from courtcase.law.models import KeepingTerm, KeepingUnit
from tests.backup.test_sets import AT, make
from tests.doctor.patients import says


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """Keep documents and backups of this test alone."""
    settings.MEDIA_ROOT, settings.BACKUP_DIR = tmp_path / "documents", tmp_path / "backups"
    return tmp_path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of one megabyte; skip where only root could and we are not."""
    place = tmp_path / "small"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True)
    if done.returncode != 0:
        pytest.skip("no tmpfs can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


class TestStoreOfFiles:
    def test_takes_a_probe_and_leaves_nothing(self, folder: Path) -> None:
        assert says("documents.write") == (State.WELL, "Files can be stored. | ")
        assert list((folder / "documents" / INCOMING).iterdir()) == []

    def test_folder_that_is_none(self, folder: Path) -> None:
        (folder / "documents").write_text("a file stands where the folder should")
        state, words = says("documents.write")
        assert (state, "COURTCASE_DATA_DIR" in words) == (State.WRONG, True)
        assert str(folder) not in words

    def test_full_disk(self, small_disk: Path, settings: Any) -> None:
        settings.MEDIA_ROOT = small_disk
        assert says("documents.write")[0] == State.WELL
        with pytest.raises(OSError, match="No space"):
            (small_disk / "filling").write_bytes(bytes(2 * 1024**2))
        state, words = says("documents.write")
        assert (state, "No space left on device" in words) == (State.WRONG, True)
        state, words = says("documents.disk")
        assert (state, "0 %" in words) == (State.WRONG, True)


class Refuses(InMemoryStorage):
    """A bucket that takes nothing."""

    def _save(self, name: str, content: Any) -> str:
        raise OSError("the bucket refused: ClientError at hidden-address") from ConnectionError("hidden-address")


class TestBucket:
    def test_takes_a_probe_and_leaves_nothing(self, settings: Any) -> None:
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
        assert says("documents.write")[0] == State.WELL
        assert default_storage.listdir("") == ([], [])

    def test_that_refuses(self, settings: Any) -> None:
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.doctor.test_storage.Refuses"}}
        state, words = says("documents.write")
        assert (state, "cannot be written (ConnectionError)" in words) == (State.WRONG, True)
        assert "COURTCASE_S3_BUCKET" in words
        assert "hidden-address" not in words


class TestDisks:
    @pytest.mark.parametrize(
        ("free", "total", "inodes", "state"),
        [
            (400, 1000, 90, State.WELL),
            (3, 100, 90, State.WRONG),  # percent
            (4.5, 20, 90, State.LOOK),  # gigabytes
            (0.5, 2, 90, State.WRONG),
            (0.9, 1, 90, State.WELL),  # a small disk that is nearly empty
            (400, 1000, 3, State.WRONG),
            (400, 1000, 12, State.LOOK),
        ],
    )
    def test_room(
        self, free: float, total: float, inodes: int, state: State, monkeypatch: pytest.MonkeyPatch, folder: Path
    ) -> None:
        disk = SimpleNamespace(
            f_bavail=int(free * 1024**2), f_blocks=int(total * 1024**2), f_frsize=1024, f_favail=inodes, f_files=100
        )
        monkeypatch.setattr(storage.os, "statvfs", lambda path: disk)
        assert storage.room_of(folder).state == state

    def test_disk_of_a_database_elsewhere(self, settings: Any) -> None:
        settings.IS_PRODUCTION = True
        state, words = says("database.disk")
        assert (state, "cannot be seen from here" in words) == (State.NOT_SET_UP, True)

    def test_disk_of_the_embedded_database(self, folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(storage, "place_for", lambda data_dir: SimpleNamespace(postgres_data=folder))
        assert says("database.disk")[1].startswith("Free: ")


class TestLeftovers:
    def test_are_counted(self, folder: Path) -> None:
        incoming = folder / "documents" / INCOMING
        incoming.mkdir(parents=True)
        assert says("documents.leftovers")[0] == State.WELL
        (incoming / "interrupted").write_bytes(b"half an upload")
        assert says("documents.leftovers")[0] == State.WELL
        os.utime(incoming / "interrupted", (0, 0))
        state, words = says("documents.leftovers")
        assert (state, "nobody swept: 1" in words, "manage.py sweep_documents" in words) == (State.LOOK, True, True)


class TestBackups:
    def test_none(self, settings: Any) -> None:
        state, words = says("backup")
        assert (state, "manage.py backup" in words) == (State.NOT_SET_UP, True)
        settings.IS_PRODUCTION = True
        assert says("backup")[0] == State.WRONG

    @pytest.mark.parametrize(
        ("hours", "state", "in_production"),
        [(2, State.WELL, State.WELL), (30, State.LOOK, State.LOOK), (100, State.LOOK, State.WRONG)],
    )
    def test_age(self, hours: int, state: State, in_production: State, settings: Any) -> None:
        make(timezone.now() - timedelta(hours=hours, minutes=1))
        assert says("backup")[0] == state
        assert f"{hours} h old" in says("backup")[1]
        settings.IS_PRODUCTION = True
        assert says("backup")[0] == in_production

    def test_that_is_not_whole(self) -> None:
        (make(timezone.now()) / sets.DATABASE).write_bytes(b"cut")
        state, words = says("backup")
        assert (state, "is not whole" in words) == (State.WRONG, True)

    @pytest.mark.parametrize(
        ("whole", "state", "words"), [(True, State.WELL, "read through on "), (False, State.WRONG, "not whole")]
    )
    def test_that_was_read_through(self, whole: bool, state: State, words: str) -> None:
        newest = make(timezone.now())
        assert "nobody has read it through yet" in says("backup")[1]
        checked = {"whole": whole, "checked_at": timezone.now().isoformat()}
        (newest / sets.CHECKED).write_text(json.dumps(checked), encoding="utf-8")
        found = says("backup")
        assert (found[0], words in found[1]) == (state, True)

    def test_that_was_never_finished_is_none(self, settings: Any) -> None:
        (make(timezone.now()) / sets.MANIFEST).unlink()
        assert "There is no backup" in says("backup")[1]

    def test_of_another_mode_is_none(self) -> None:
        make(timezone.now(), mode="demo")
        assert "There is no backup" in says("backup")[1]


def test_trials_by_age_and_by_what_they_found() -> None:
    assert says("backup.drill")[0] == State.NOT_SET_UP
    now = timezone.now()
    for days, whole, state in ((200, True, State.LOOK), (3, True, State.WELL), (2, False, State.WRONG)):
        at = now - timedelta(days=days)
        report = drill.Report("a set", at.isoformat(), 12.0, whole, 1, 0, 1, "ab", True, "")
        sets.backup_dir().mkdir(exist_ok=True)
        drill.write_report(report, at=at)
        assert says("backup.drill")[0] == state


@pytest.mark.django_db
def test_sets_that_outlive_the_table_of_personal_data_are_told() -> None:
    make(timezone.now())
    assert says("keeping.backups")[0] == State.NOT_SET_UP
    KeepingTerm.objects.filter(code="backup").update(amount=30, unit=KeepingUnit.DAY, confirmed_on=AT.date())
    assert says("keeping.backups")[0] == State.WELL
    make(timezone.now() - timedelta(days=31))
    state, words = says("keeping.backups")
    assert state == State.LOOK
    assert "Sets older than the table allows: 1." in words
    assert "backup --by-table" in words
