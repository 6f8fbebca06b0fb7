"""A set is one moment of the database and the files that moment names, taken while everybody works."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from courtcase.backup import dumping, facts, programs, sets, taking
from courtcase.backup.management.commands import backup
from courtcase.backup.manifest import BackupError
from courtcase.backup.queries import newest_set
from courtcase.backup.sets import document_path, documents_in, read_manifest
from courtcase.backup.taking import take_backup
from courtcase.documents import storage
from courtcase.documents.operations import remove_document
from courtcase.keys.files import UnknownKey
from courtcase.people.actors import Actor
from petitions.models import Petition
from tests.backup.conftest import AT, Court, beside
from tests.workers import ROOT, until

Usage = namedtuple("Usage", "total used free")


def taken_by_command(*words: str) -> tuple[Path, str]:
    """Run `manage.py backup` and return the set's folder and what was said."""
    said = StringIO()
    call_command("backup", *words, stdout=said)
    return Path(said.getvalue().splitlines()[0]), said.getvalue()


def test_a_set_says_what_it_holds_and_what_it_does_not(court: Court) -> None:
    manifest = read_manifest(court.set)
    assert manifest.mode == "test"
    assert manifest.rows["petitions_petition"] == 3
    assert manifest.documents.count == len(list(documents_in(court.set)))
    assert document_path(court.set, court.document.storage_key).read_bytes() == court.content
    assert set(manifest.keys.key_encryption_keys) == {"kek-1"}
    assert "NOT IN THIS SET" in manifest.keys.note
    assert manifest.register.entries > 20
    assert manifest.register.waiting > 0


def test_nothing_of_the_keys_is_in_the_set(court: Court) -> None:
    secrets = [path.read_bytes().strip() for path in (court.folder / "keys").glob("*.key")]
    assert len(secrets) == 2
    for path in court.set.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(secret in content for secret in secrets), path


def test_everything_in_the_set_is_private(court: Court) -> None:
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in [court.set, *court.set.rglob("*")]}
    assert modes == {(True, 0o700), (False, 0o600)}


def test_people_go_on_filing_while_a_set_is_taken(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, filed, done, errors = threading.Event(), threading.Event(), [], []

    def file_on() -> None:
        try:
            while not stop.is_set():
                court.work()
                done.append(timezone.now())
                filed.set()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test fails by it
            errors.append(error)
        finally:
            connection.close()

    def write_until_another_is_filed(folder: Path) -> int:
        filed.clear()
        size = write_wanted(folder)
        assert filed.wait(60)
        return size

    write_wanted = taking.write_wanted
    monkeypatch.setattr(taking, "write_wanted", write_until_another_is_filed)
    person = threading.Thread(target=file_on)
    person.start()
    try:
        path, _said = taken_by_command()
    finally:
        stop.set()
        person.join(30)
    manifest = read_manifest(path)
    assert errors == []
    assert [at for at in done if manifest.began_at < at < manifest.finished_at]
    assert manifest.documents.lost == 0
    assert manifest.rows["petitions_petition"] <= Petition.objects.count()
    shutil.rmtree(path)


def test_what_is_done_after_the_snapshot_is_not_in_the_set(court: Court) -> None:
    with facts.snapshot():
        before = (facts.rows_of_tables(), facts.register_state())
        beside(court.work)
        assert (facts.rows_of_tables(), facts.register_state()) == before
    assert facts.register_state().entries > before[1].entries


def test_no_lock_that_anybody_would_feel(court: Court) -> None:
    with facts.alone(), facts.snapshot(), connection.cursor() as cursor:
        facts.rows_of_tables()
        cursor.execute("SELECT DISTINCT mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'")
        assert cursor.fetchall() == [("AccessShareLock",)]


def test_a_file_removed_lawfully_meanwhile_is_said_to_be(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    document = court.store(court.petition)

    def write_and_remove(folder: Path) -> int:
        size = write_wanted(folder)
        beside(lambda: remove_document(document=document, actor=Actor.system("tests"), at=timezone.now()))
        return size

    write_wanted = taking.write_wanted
    monkeypatch.setattr(taking, "write_wanted", write_and_remove)
    path, said = taken_by_command()
    states = {facts["id"]: facts["state"] for facts in documents_in(path)}
    assert states[str(document.public_id)] == "removed"
    assert "1 documents were removed lawfully" in said
    shutil.rmtree(path)


def test_a_file_the_storage_lost_is_an_error_that_names_it(court: Court) -> None:
    document = court.store(court.petition)
    storage.delete_kept(document.storage_key)
    before = sorted(sets.backup_dir().iterdir())
    with pytest.raises(CommandError, match=f"(?s){document.public_id}.*--accept-losses"):
        taken_by_command()
    assert sorted(sets.backup_dir().iterdir()) == before
    path, said = taken_by_command("--accept-losses")
    assert "1 DOCUMENTS ARE LOST" in said
    assert read_manifest(path).documents.lost == 1
    shutil.rmtree(path)
    remove_document(document=document, actor=Actor.system("tests"), at=AT)


def test_a_file_altered_in_the_storage_is_lost_too(court: Court) -> None:
    document = court.store(court.petition)
    kept = court.folder / "documents" / storage.storage_name(document.storage_key)
    kept.write_bytes(kept.read_bytes()[:-1] + b"!")
    with pytest.raises(CommandError, match=str(document.public_id)):
        taken_by_command()
    remove_document(document=document, actor=Actor.system("tests"), at=AT)


@contextmanager
def locked(court: Court, number: int) -> Iterator[None]:
    """Hold an advisory lock as another process would; given back at the end, for a closed session keeps its own a while."""
    session = psycopg2.connect(court.database.database_url)
    try:
        session.cursor().execute("SELECT pg_advisory_lock(%s)", [number])
        yield
        session.cursor().execute("SELECT pg_advisory_unlock(%s)", [number])
    finally:
        session.close()


def test_a_second_backup_of_the_same_database_waits_for_nobody(court: Court) -> None:
    with locked(court, facts.BACKUP_LOCK), pytest.raises(CommandError, match="Another backup"):
        taken_by_command()


def test_no_set_is_taken_while_the_database_is_migrated(court: Court) -> None:
    with locked(court, facts.PREPARATION_LOCK), pytest.raises(CommandError, match="migrated"):
        taken_by_command()


def test_a_disk_that_is_nearly_full_is_noticed_before(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 10**9, 1_000_000))
    with pytest.raises(CommandError, match="COURTCASE_BACKUP_DIR"):
        taken_by_command()


def test_older_sets_go_only_after_the_new_one_is_whole(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    older = take_backup(at=AT + timedelta(days=1)).path
    monkeypatch.setattr(taking, "problems_of", lambda folder, manifest: ["documents.jsonl was altered."])
    with pytest.raises(CommandError, match="is the disk sound"):
        taken_by_command("--keep", "1")
    assert older.is_dir()
    monkeypatch.undo()
    kept = court.set.rename(court.folder / "kept")
    newest, said = taken_by_command("--keep", "1")
    assert [path.name for path in sets.backup_dir().iterdir()] == [newest.name]
    assert f"removed the older set {older.name}" in said
    found = newest_set()
    assert found is not None
    assert (found.name, found.verified) == (newest.name, True)
    kept.rename(court.set)


def test_the_table_of_personal_data_ends_old_sets_where_its_period_is_confirmed(
    court: Court, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, kept = take_backup(at=AT + timedelta(days=1)).path, court.set.rename(court.folder / "kept")
    first, said = taken_by_command("--by-table")
    assert "no period of keeping is confirmed for backups" in said
    assert old.is_dir()
    sets.remove_set(first)  # a set is named by its second, and the next may be of the same
    monkeypatch.setattr(backup, "over_before", lambda kind, at: {"backup": at}[kind])
    newest, said = taken_by_command("--by-table")
    assert f"removed the older set {old.name}" in said
    assert newest.is_dir()
    assert not old.exists()
    sets.remove_set(newest)
    kept.rename(court.set)


def test_a_check_remembers_its_answer(court: Court) -> None:
    path, _said = taken_by_command()
    call_command("check_backup", stdout=StringIO())
    found = newest_set()
    assert found is not None
    assert found.path == path
    assert found.checked_at is not None
    listing = path / sets.DOCUMENTS
    listing.write_text(listing.read_text().replace('"kept"', '"KEPT"', 1))
    with pytest.raises(CommandError, match="documents.jsonl was altered"):
        call_command("check_backup", path.name)
    assert json.loads((path / sets.CHECKED).read_text())["whole"] is False
    shutil.rmtree(path)


def test_a_server_newer_than_every_pg_dump_is_said_in_words(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumping, "server_version", lambda: (99, "99.1"))
    with pytest.raises(CommandError, match="apt install postgresql-client-99"):
        taken_by_command()


def test_a_check_without_programs_says_nothing_of_the_set(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "installed", lambda: ())
    with pytest.raises(CommandError, match="found here: none"):
        call_command("check_backup", str(court.set))
    assert not (court.set / sets.CHECKED).exists()


def test_a_table_that_may_not_be_read_is_said_in_words(court: Court) -> None:
    owner = psycopg2.connect(court.database.owner_url)
    owner.autocommit = True
    owner.cursor().execute("CREATE TABLE closed ()")
    with pytest.raises(CommandError, match="permission denied for table closed. No set was taken"):
        taken_by_command()
    owner.cursor().execute("DROP TABLE closed")
    owner.close()


def test_a_key_that_is_not_here_makes_no_set(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(key_id: str) -> None:
        raise UnknownKey(f"COURTCASE_KEY_FILES names no key called {key_id!r}")

    monkeypatch.setattr(facts, "key_by_id", unknown)
    with pytest.raises(BackupError, match="'kek-1'.*nobody can open"):
        take_backup(at=AT + timedelta(days=3))


def test_a_database_of_another_mode_is_not_backed_up(court: Court) -> None:
    with override_settings(MODE="production"), pytest.raises(CommandError, match="was made in mode test"):
        taken_by_command()


@pytest.mark.faults
def test_a_backup_that_is_stopped_leaves_nothing(court: Court, tmp_path: Path) -> None:
    owner = psycopg2.connect(court.database.owner_url)
    owner.cursor().execute("LOCK TABLE notices_job IN ACCESS EXCLUSIVE MODE")
    variables = {"DATABASE_URL": court.database.database_url, "COURTCASE_DATA_DIR": str(court.folder)}
    command = [sys.executable, "manage.py", "backup"]
    variables |= {"COURTCASE_BACKUP_DIR": str(tmp_path / "backups")}
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **variables}, stderr=subprocess.PIPE)
    assert until(lambda: list((tmp_path / "backups").glob(".taking-*/*.wanted")) != [], seconds=60)
    process.terminate()
    assert process.wait(30) == 128 + signal.SIGTERM
    assert list((tmp_path / "backups").iterdir()) == []
    owner.close()
