"""Back to one moment, as docs/backup.md says it, with Debian's PostgreSQL 15: base backup, archived log, recovery target."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from courtcase.embedded.place import SOCKET_PARENT
from tests.production import machine

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


def test_what_stood_at_the_moment_is_back_and_what_came_after_is_not(folder: Path) -> None:
    first, second, wal = folder / "first", folder / "second", folder / "wal"
    as_server("initdb", "-D", first, "-U", "courtcase", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    subprocess.run(["install", "-d", "-m", "700", wal], check=True)
    if os.geteuid() == 0:
        os.chown(wal, pwd.getpwnam("nobody").pw_uid, -1)
    started(first, archive_mode="on", archive_command=f"test ! -f {wal}/%f && cp %p {wal}/%f")
    asked(folder, "CREATE TABLE kept (fact text)", "INSERT INTO kept VALUES ('before the base backup')")
    as_server("pg_basebackup", "-h", folder, "-U", "courtcase", "-D", second, "-X", "none", "-c", "fast")
    asked(folder, "INSERT INTO kept VALUES ('after it')")
    moment = asked(folder, "SELECT pg_switch_wal()", "SELECT clock_timestamp()")[0]
    asked(
        folder,
        "SELECT pg_sleep(0.01)",
        "DELETE FROM kept",
        "INSERT INTO kept VALUES ('the mistake')",
        "SELECT pg_switch_wal()",
    )
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
    assert asked(folder, "SELECT fact FROM kept ORDER BY 1") == ["after it", "before the base backup"]
