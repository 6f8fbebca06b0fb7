"""What is refused before a row is written, and a restore that stopped and goes on."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError
from django.db import connection
from django.test import override_settings

from courtcase import modes
from courtcase.backup import restoring, sets
from courtcase.backup.manifest import Manifest, to_json
from courtcase.backup.sets import read_manifest
from courtcase.documents import storage
from courtcase.keys.files import forget_keys
from tests.backup.conftest import Court, Machine, restored


@pytest.fixture
def copied(court: Court, tmp_path: Path) -> Path:
    """Return a copy of the set, to be damaged."""
    target = tmp_path / court.set.name
    shutil.copytree(court.set, target)
    return target


def rewrite(folder: Path, manifest: Manifest) -> None:
    """Write another manifest, rightly sealed, into a set."""
    (folder / sets.MANIFEST).write_text(to_json(manifest), encoding="utf-8")


class TestDamagedSets:
    def test_a_flipped_byte_of_the_dump(self, copied: Path, machine: Machine) -> None:
        dump = bytearray((copied / sets.DATABASE).read_bytes())
        dump[len(dump) // 2] ^= 1
        (copied / sets.DATABASE).write_bytes(dump)
        self.refused(copied, "database.dump was altered")

    def test_a_dump_cut_short(self, copied: Path, machine: Machine) -> None:
        dump = (copied / sets.DATABASE).read_bytes()
        (copied / sets.DATABASE).write_bytes(dump[: len(dump) // 2])
        self.refused(copied, "cut short")

    def test_a_flipped_byte_of_a_document(self, copied: Path, machine: Machine, court: Court) -> None:
        file = sets.document_path(copied, court.document.storage_key)
        file.write_bytes(b"?" + file.read_bytes()[1:])
        self.refused(copied, f"Document {court.document.public_id} was altered")

    def test_a_document_that_is_not_there(self, copied: Path, machine: Machine, court: Court) -> None:
        sets.document_path(copied, court.document.storage_key).unlink()
        self.refused(copied, f"Document {court.document.public_id} is missing")

    @pytest.mark.parametrize("name", [sets.DATABASE, sets.DOCUMENTS, sets.MANIFEST])
    def test_a_part_that_is_not_there(self, copied: Path, machine: Machine, name: str) -> None:
        (copied / name).unlink()
        self.refused(copied, name)

    def test_a_manifest_that_says_something_else(self, copied: Path, machine: Machine) -> None:
        text = (copied / sets.MANIFEST).read_text(encoding="utf-8")
        (copied / sets.MANIFEST).write_text(text.replace('"mode": "test"', '"mode": "demo"'), encoding="utf-8")
        self.refused(copied, "altered after it was written")

    def test_a_folder_that_is_no_set(self, tmp_path: Path, machine: Machine) -> None:
        self.refused(tmp_path / "nothing", "no backup set")

    def refused(self, folder: Path, words: str) -> None:
        """Check that the set is refused in words before anything is written."""
        with pytest.raises(CommandError, match=words):
            restored(folder)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
            assert cursor.fetchone()[0] == 0
        assert storage.is_empty()


class TestRefusals:
    def test_a_database_that_is_not_empty(self, court: Court, machine: Machine) -> None:
        session = psycopg2.connect(machine.owner_url)
        session.cursor().execute("CREATE TABLE something ()")
        session.commit()
        session.close()
        with pytest.raises(CommandError, match="holds 1 tables.*create a new one"):
            restored(court.set)

    def test_an_owner_who_may_not_create_tables(self, court: Court, machine: Machine) -> None:
        with (
            override_settings(DATABASE_OWNER_URL=machine.database_url),
            pytest.raises(CommandError, match="The database refused: permission denied for schema public"),
        ):
            restored(court.set)

    def test_no_owner(self, court: Court, machine: Machine) -> None:
        with override_settings(DATABASE_OWNER_URL=""), pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
            restored(court.set)

    def test_a_folder_that_is_not_empty(self, court: Court, machine: Machine) -> None:
        file = machine.folder / "documents" / storage.storage_name("ab" * 20)
        file.parent.mkdir(parents=True)
        file.write_bytes(b"somebody's")
        with pytest.raises(CommandError, match="storage is not empty"):
            restored(court.set)

    def test_another_mode(self, court: Court, machine: Machine) -> None:
        with override_settings(MODE="production"), pytest.raises(CommandError, match="taken in mode test.*production"):
            restored(court.set)

    def test_a_set_of_newer_code(self, copied: Path, machine: Machine) -> None:
        manifest = read_manifest(copied)
        newer = {**manifest.migrations, "petitions": [*manifest.migrations["petitions"], "0999_from_the_future"]}
        rewrite(copied, replace(manifest, migrations=newer))
        with pytest.raises(CommandError, match="newer version.*petitions.0999_from_the_future"):
            restored(copied)

    def test_keys_that_are_not_here(self, court: Court, machine: Machine, tmp_path: Path) -> None:
        forget_keys()
        with override_settings(DATA_DIR=tmp_path / "no keys"):
            with pytest.raises(CommandError, match="'kek-1' here is another"):
                restored(court.set)
            forget_keys()
            other = court.folder / "keys" / "kek-1.key"
            with (
                override_settings(KEY_FILES=[f"kek-2={other}"]),
                pytest.raises(CommandError, match="needs the keys kek-1 and the index key"),
            ):
                restored(court.set)
        forget_keys()

    def test_another_index_key(self, court: Court, machine: Machine) -> None:
        forget_keys()
        other = str(court.folder / "keys" / "kek-1.key")
        with override_settings(INDEX_KEY_FILE=other), pytest.raises(CommandError, match="index key here is another"):
            restored(court.set)
        forget_keys()

    @pytest.mark.faults
    def test_a_register_that_is_not_the_one_of_the_snapshot(self, copied: Path, machine: Machine) -> None:
        manifest = read_manifest(copied)
        rewrite(copied, replace(manifest, register=replace(manifest.register, root="ab" * 32)))
        with pytest.raises(CommandError, match="but the snapshot had"):
            restored(copied)
        assert_half_restored()


def assert_half_restored() -> None:
    """Check that no process of the application would start on this database."""
    with connection.cursor() as cursor, pytest.raises(modes.UnsafeMode, match="Run the same `manage.py restore` again"):
        modes.refuse_other_database(cursor, "test")


@pytest.mark.faults
class TestGoingOn:
    def test_a_restore_that_stopped_at_the_documents_goes_on(
        self, court: Court, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_room(folder: Path) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(restoring, "put_back", no_room)
        with pytest.raises(CommandError, match="No space left on device.*run it again"):
            restored(court.set)
        assert_half_restored()
        with pytest.raises(CommandError, match="has not ended"):
            restored(shutil.copytree(court.set, machine.folder / "another set"))
        monkeypatch.undo()
        said = restored(court.set)
        assert "Loading" not in said
        assert f"Root: {read_manifest(court.set).register.root}" in said
        with connection.cursor() as cursor:
            modes.refuse_other_database(cursor, "test")

    def test_rows_that_are_not_the_sets_are_not_taken_at_the_second_time_either(
        self, copied: Path, machine: Machine
    ) -> None:
        manifest = read_manifest(copied)
        rewrite(copied, replace(manifest, rows={**manifest.rows, "people_account": 1_000_000}))
        for _time in range(2):
            with pytest.raises(CommandError, match="other numbers of rows than the set says: people_account"):
                restored(copied)
            assert_half_restored()

    def test_a_load_that_fails_leaves_no_row(
        self, court: Court, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(restoring, "set_step", lambda step: "SELECT no_such_function()")
        with pytest.raises(CommandError, match="(?s)could not be loaded.*no_such_function"):
            restored(court.set)
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
            assert cursor.fetchall() == [(modes.RESTORING,)]
        monkeypatch.undo()
        assert "Loading" in restored(court.set)
