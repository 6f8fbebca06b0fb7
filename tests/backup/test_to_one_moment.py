"""Back to one moment, as docs/backup.md says it, with Debian's PostgreSQL 15: base backup, archived log, recovery target."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pytest
from django.db import connection, connections
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from courtcase.backup.facts import register_state
from courtcase.embedded.place import SOCKET_PARENT
from courtcase.preparation import prepare_database
from courtcase.register.sealing import seal
from courtcase.register.verification import verify
from petitions.content import open_content
from petitions.models import Petition
from petitions.versions import as_told
from tests.cast import Cast
from tests.petitions.walk import Walk
from tests.production import machine
from tests.workers import until

pytestmark = pytest.mark.faults


def as_server(*words: object) -> None:
    """Run one of PostgreSQL's programs, as nobody where we are root: it refuses root."""
    nobody = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
    command = [machine.program(str(words[0])), *map(str, words[1:])]
    done = subprocess.run(
        command, user=nobody, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def asked(folder: Path, *statements: str) -> list[str]:
    """Run statements one by one at the server whose socket lies in `folder`; return what the last one gave."""
    session = psycopg2.connect(host=str(folder), dbname="postgres", user="courtcase")
    session.autocommit = True
    try:
        with session.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return [str(row[0]) for row in cursor.fetchall()] if cursor.description else []
    finally:
        session.close()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that the server's account may write; whatever server runs in it is stopped."""
    machine.program("pg_basebackup")  # skips where it is not installed, and fails in CI
    made = Path(tempfile.mkdtemp(prefix="courtcase-moment-", dir=SOCKET_PARENT))
    if os.geteuid() == 0:
        os.chown(made, pwd.getpwnam("nobody").pw_uid, -1)
    yield made
    for name in ("first", "second"):
        if (made / name / "postmaster.pid").exists():
            as_server("pg_ctl", "-D", made / name, "-m", "immediate", "-w", "stop")
    shutil.rmtree(made, ignore_errors=True)


def started(data: Path, **settings: str) -> None:
    """Start the server over a data folder and wait until it answers."""
    known = {"listen_addresses": "", "unix_socket_directories": str(data.parent), "fsync": "off"} | settings
    with (data / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in known.items())
    as_server("pg_ctl", "-D", data, "-l", data / "log", "-w", "start")


@contextmanager
def court_at(folder: Path, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Point Django at the server whose socket lies in `folder`, and back afterwards."""
    address = f"postgres://courtcase@/courtcase?host={quote(str(folder), safe='')}"
    was = dict(connection.settings_dict)
    with blocker.unblock(), override_settings(DATABASE_URL=address, DATABASE_OWNER_URL=address):
        connections.close_all()
        connection.settings_dict.update(NAME="courtcase", USER="courtcase", PASSWORD="", HOST=str(folder), PORT="")
        try:
            yield
        finally:
            connections.close_all()
            connection.settings_dict.clear()
            connection.settings_dict.update(was)


def register_now() -> tuple[str, int]:
    """Seal what is written and return root and size of the register, which is whole."""
    seal(at=timezone.now())
    assert verify().waiting == 0
    state = register_state()
    return state.root, state.entries


def test_a_court_is_back_as_it_stood_between_two_filings(folder: Path, django_db_blocker: DjangoDbBlocker) -> None:
    first, second, wal = folder / "first", folder / "second", folder / "wal"
    as_server("initdb", "-D", first, "-U", "courtcase", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    subprocess.run(["install", "-d", "-m", "700", wal], check=True)
    if os.geteuid() == 0:
        os.chown(wal, pwd.getpwnam("nobody").pw_uid, -1)
    started(first, archive_mode="on", archive_command=f"test ! -f {wal}/%f && cp %p {wal}/%f")
    asked(folder, "CREATE DATABASE courtcase")
    with court_at(folder, django_db_blocker):
        prepare_database()
        walk = Walk(Cast())
        walk.filed(situation="Filed before the base backup. " * 9)
        as_server("pg_basebackup", "-h", folder, "-U", "courtcase", "-D", second, "-X", "none", "-c", "fast")
        kept = walk.registered(situation="Filed after it. " * 9)
        root = register_now()
        moment = asked(folder, "SELECT pg_switch_wal()", "SELECT clock_timestamp()")[0]
        asked(folder, "SELECT pg_sleep(0.01)")
        gone = walk.registered(situation="Filed after the moment. " * 9)
        assert register_now() != root
        asked(folder, "SELECT pg_switch_wal()")
    as_server("pg_ctl", "-D", first, "-m", "fast", "-w", "stop")  # waits for the archive
    (second / "recovery.signal").touch()
    if os.geteuid() == 0:
        os.chown(second / "recovery.signal", pwd.getpwnam("nobody").pw_uid, -1)
    started(
        second,
        restore_command=f"cp {wal}/%f %p",
        recovery_target_time=moment,
        recovery_target_action="promote",
        archive_mode="off",
    )
    assert until(lambda: asked(folder, "SELECT pg_is_in_recovery()") == ["False"], seconds=60)
    with court_at(folder, django_db_blocker):
        assert register_now() == root
        assert Petition.objects.count() == 2
        found = Petition.objects.get(public_id=kept.public_id)
        assert found.register_number == kept.register_number
        assert open_content(found, as_told(found))["situation"].startswith("Filed after it.")
        assert not Petition.objects.filter(public_id=gone.public_id).exists()
        # What is filed next takes the number that the lost one had, and the register goes on.
        assert Walk(walk.cast, now=walk.now).registered().register_number == gone.register_number
        assert register_now()[1] > root[1]
