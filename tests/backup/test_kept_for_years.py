"""Sets that share their documents, a restore on trial, and sets encrypted for their way elsewhere."""

from __future__ import annotations

import io
import os
import tarfile
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.management import CommandError, call_command

from courtcase.backup import drill, encrypting, sets
from courtcase.backup.checking import check_set
from courtcase.backup.taking import take_backup
from courtcase.documents import storage
from courtcase.register.models import Event
from tests.backup.conftest import AT, Court

pytestmark = pytest.mark.faults


def said(*words: str, **options: Any) -> str:
    """Run a command and return what it says."""
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


class TestSharedDocuments:
    def test_a_later_set_takes_no_room_for_what_the_former_holds(self, court: Court) -> None:
        fresh = court.store(court.petition)
        later = take_backup(at=AT + timedelta(minutes=1))
        former, shared = (
            sets.document_path(folder, court.document.storage_key).stat() for folder in (court.set, later.path)
        )
        assert (former.st_ino, later.linked >= 1) == (shared.st_ino, True)
        assert sets.document_path(later.path, fresh.storage_key).stat().st_nlink == 1
        sets.remove_set(court.set)
        check_set(later.path)
        court.taken = later

    def test_what_the_former_set_holds_damaged_is_copied_anew(self, court: Court) -> None:
        held = sets.document_path(court.set, court.document.storage_key)
        whole = held.read_bytes()
        held.write_bytes(whole[:-1])
        later = take_backup(at=AT + timedelta(minutes=2))
        check_set(later.path)
        assert sets.document_path(later.path, court.document.storage_key).stat().st_ino != held.stat().st_ino
        held.write_bytes(whole)
        sets.remove_set(later.path)

    def test_what_the_storage_lost_is_told_though_the_former_set_holds_it(self, court: Court) -> None:
        key = court.document.storage_key
        with storage.open_kept(key) as file:
            whole = file.read()
        storage.delete_kept(key)
        with pytest.raises(CommandError, match=str(court.document.public_id)):
            call_command("backup")
        written = storage.write_temporary(iter([whole]), limit=len(whole))
        storage.keep(written.path, key=key)

    def test_a_full_set_shares_nothing(self, court: Court) -> None:
        later = take_backup(at=AT + timedelta(minutes=3), full=True)
        assert later.linked == 0
        sets.remove_set(later.path)


class TestDrill:
    def test_the_newest_set_is_restored_and_the_place_is_gone(self, court: Court) -> None:
        before = databases()
        words = said("restore_drill")
        assert "The running register still leads to that root" in words
        assert databases() == before
        report = drill.newest_report()
        assert report is not None
        assert (report.whole, report.running_register_leads_there, report.set) == (True, True, court.set.name)
        assert Event.objects.get(name="register.restore_tried").body["root"] == report.register_root

    def test_a_damaged_set_is_reported_and_fails(self, court: Court) -> None:
        held = sets.document_path(court.set, court.document.storage_key)
        whole = held.read_bytes()
        held.write_bytes(b"?" + whole[1:])
        with pytest.raises(CommandError, match="could NOT be restored"):
            call_command("restore_drill", str(court.set))
        held.write_bytes(whole)
        report = drill.newest_report()
        assert report is not None
        assert not report.whole


class TestEncrypted:
    @pytest.fixture
    def identity(self, tmp_path: Path) -> tuple[str, Path]:
        made = pyrage.x25519.Identity.generate()
        path = tmp_path / "identity.txt"
        path.write_text(f"# kept elsewhere\n{made}\n")
        return str(made.to_public()), path

    def test_only_the_private_key_opens_it_and_the_set_is_whole(
        self, court: Court, identity: tuple[str, Path], tmp_path: Path
    ) -> None:
        public, private = identity
        sealed = Path(said("seal_backup", to=[public], into=tmp_path).strip())
        content = sealed.read_bytes()
        assert content.startswith(b"age-encryption.org/v1\n")
        assert b"manifest.json" not in content
        assert sealed.stat().st_mode & 0o077 == 0
        opened = Path(said("seal_backup", str(sealed), open=private, into=tmp_path / "elsewhere").strip())
        assert check_set(opened) == check_set(court.set)
        other = tmp_path / "other.txt"
        other.write_text(str(pyrage.x25519.Identity.generate()))
        for damaged in (content[:-1], content[: len(content) // 2], content[:-40] + b"?" + content[-39:]):
            sealed.write_bytes(damaged)
            with pytest.raises(CommandError, match="altered, was cut short"):
                call_command("seal_backup", str(sealed), open=private, into=tmp_path / "damaged")
        sealed.write_bytes(content)
        with pytest.raises(CommandError, match="sealed to another key"):
            call_command("seal_backup", str(sealed), open=other, into=tmp_path / "damaged")
        assert os.listdir(tmp_path / "damaged") == []

    def test_what_holds_another_set_besides_is_not_unpacked(self, identity: tuple[str, Path], tmp_path: Path) -> None:
        public, private = identity
        packed, sealed = io.BytesIO(), tmp_path / "set.tar.age"
        with tarfile.open(fileobj=packed, mode="w") as archive:
            for name in ("fresh", "fresh/manifest.json", "former/manifest.json"):
                entry = tarfile.TarInfo(name)
                entry.type = tarfile.REGTYPE if "/" in name else tarfile.DIRTYPE
                archive.addfile(entry, io.BytesIO())
        sealed.write_bytes(pyrage.encrypt(packed.getvalue(), encrypting.recipients_of([public])))
        with pytest.raises(CommandError, match="no name of a set"):
            call_command("seal_backup", str(sealed), open=private, into=tmp_path / "sets")
        assert os.listdir(tmp_path / "sets") == []

    def test_a_private_key_on_this_machine_is_refused(self, court: Court, tmp_path: Path) -> None:
        private = str(pyrage.x25519.Identity.generate())
        for words, why in ((private, "PRIVATE key"), ("age1nonsense", "no public key")):
            with pytest.raises(CommandError, match=why):
                call_command("seal_backup", to=[words], into=tmp_path)
        with pytest.raises(CommandError, match="No public key is named"):
            call_command("seal_backup", into=tmp_path)
        assert os.listdir(tmp_path) == []

    def test_a_set_that_cannot_be_read_leaves_nothing(
        self, court: Court, identity: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(folder: Path, out: Any) -> None:
            out.write(b"x" * 100_000)
            raise OSError("disk")

        monkeypatch.setattr(encrypting, "pack", broken)
        with pytest.raises(CommandError, match="could not be written"):
            call_command("seal_backup", to=[identity[0]], into=tmp_path / ".")
        assert [name for name in os.listdir(tmp_path) if name.endswith(".age")] == []


def databases() -> set[str]:
    """Return the names of the server's databases that trials make."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'courtcase_drill_%'")
        return {name for (name,) in cursor.fetchall()}
