"""A real PostgreSQL for a machine that has none: created, started and prepared by hand, on a private socket only."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from courtcase.embedded.binaries import POSTGRES_MAJOR, postgres_programs
from courtcase.embedded.children import Process, last_lines, spawn
from courtcase.embedded.leftovers import (
    has_process_table,
    lives,
    process_numbers,
    program_name,
    until,
    working_folder,
)
from courtcase.embedded.place import Place, private_folder
from courtcase.embedded.stages import EmbeddedError, stage

SUPERUSER, OWNER, APPLICATION, DATABASE = "postgres", "courtcase_owner", "courtcase_app", "courtcase"
STOP_SIGNAL = signal.SIGINT  # "fast": disconnect everyone, finish cleanly
START_SECONDS = 60.0  # recovery after a kill may have much to replay
THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def plain_environment() -> dict[str, str]:
    """Return the environment of both servers: a C locale, whatever the user's own, and no PG* variables of theirs."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "LANG": "C"}


def initialise(place: Place, passwords: dict[str, str], *, throwaway: bool = False) -> None:
    """Create the data folder, unless it is there: UTF-8, the builtin C.UTF-8 locale, scram passwords.

    It is made beside its place and renamed, so a start killed half-way leaves nothing that looks finished.
    Raises EmbeddedError when the folder is of another major version of PostgreSQL.
    """
    if place.postgres_data.exists():
        refuse_other_major(place.postgres_data)
        return
    # What was prepared in a database that was moved away says nothing of the new one.
    (place.folder / "stamps.json").unlink(missing_ok=True)
    with stage(f"Creating an empty PostgreSQL {POSTGRES_MAJOR} database"):
        # A name of its own: the initdb of a start that was killed may still be at work in the last one's folder.
        for left in place.folder.glob("postgresql.half*"):
            shutil.rmtree(left, ignore_errors=True)
        half = place.folder / f"postgresql.half-{token_hex(4)}"
        private_folder(half, place.owner)
        with tempfile.NamedTemporaryFile("w", dir=half.parent, prefix="password.", encoding="ascii") as file:
            file.write(passwords[SUPERUSER])
            file.flush()
            os.chown(file.name, place.owner.uid, place.owner.gid)
            run_initdb(place, half, Path(file.name), throwaway=throwaway)
        half.rename(place.postgres_data)


def run_initdb(place: Place, target: Path, password_file: Path, *, throwaway: bool) -> None:
    """Run `initdb` as the servers' account. Raises EmbeddedError with what it printed when it fails."""
    command = [str(postgres_programs(place) / "initdb"), "-D", str(target), "-U", SUPERUSER, "-E", "UTF8"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=scram-sha-256"]
    command += [f"--pwfile={password_file}", *(["--no-sync"] if throwaway else [])]
    done = subprocess.run(  # noqa: S603
        command,
        cwd=place.folder,
        env=plain_environment(),
        capture_output=True,
        user=place.account.uid if place.account else None,
        group=place.account.gid if place.account else None,
        extra_groups=[] if place.account else None,
    )
    if done.returncode != 0:
        words = (done.stdout + done.stderr).decode("utf-8", "replace")[-2_000:]
        raise EmbeddedError(f"initdb could not create {target}:\n{words}")


def refuse_other_major(data: Path) -> None:
    """Raise EmbeddedError, saying how to move, when `data` was made by another major version of PostgreSQL."""
    found = (data / "PG_VERSION").read_text().strip() if (data / "PG_VERSION").exists() else "of an unknown version"
    if found == str(POSTGRES_MAJOR):
        return
    raise EmbeddedError(
        f"{data} was made by PostgreSQL {found}; this version of Courtcase carries {POSTGRES_MAJOR}, which cannot open "
        "it. Nothing was changed. To move what is in it:\n"
        '  1. Start the version of Courtcase that made it, and beside it: make manage ARGS="backup"\n'
        "  2. Stop it, and move two folders aside: the one named above, and documents in the data folder.\n"
        "  3. With this version: make restore SET=<the folder of the set>, then make run.\n"
        "To throw a demonstration away instead: remove the folder named above, and make run again.\n"
        "docs/backup.md says more."
    )


def forget_dead_postmaster(place: Place) -> None:
    """Remove the lock files of a PostgreSQL that is surely gone.

    PostgreSQL does so itself when the number in them is nobody's; but the number may be a zombie's, where process 1
    reaps none (many containers), or by now another program's (after a restart of the machine).
    """
    if not has_process_table() or any(is_postgres_of(pid, place) for pid in process_numbers()):
        return
    (place.postgres_data / "postmaster.pid").unlink(missing_ok=True)
    for lock in place.sockets.glob(".s.PGSQL.*.lock"):
        lock.unlink()


def is_postgres_of(pid: int, place: Place) -> bool:
    """Say whether `pid` is a living PostgreSQL process over the data of `place`."""
    return program_name(pid) == "postgres" and working_folder(pid) == place.postgres_data and lives(pid)


def start(place: Place, *, throwaway: bool = False) -> Process:
    """Start PostgreSQL on the socket in `place.sockets`, with no network address; return its process.

    Call only while holding the place's lock, as `serve` does.
    """
    forget_dead_postmaster(place)
    options = [
        "listen_addresses=",
        f"unix_socket_directories={place.sockets}",
        "timezone=UTC",
        "log_min_duration_statement=-1",
        *(THROWAWAY if throwaway else ("max_connections=60",)),
    ]
    command = [str(postgres_programs(place) / "postgres"), "-D", str(place.postgres_data), "-p", "5432"]
    for option in options:
        command += ["-c", option]
    return spawn(
        command,
        environment=plain_environment(),
        log=place.logs / "postgresql.log",
        folder=place.folder,
        account=place.account,
        death_signal=STOP_SIGNAL,
    )


def connect(place: Place, passwords: dict[str, str], database: str = "postgres") -> Any:
    """Return a psycopg2 connection as the superuser, in autocommit. Raises psycopg2.OperationalError when down."""
    connection = psycopg2.connect(
        host=str(place.sockets), port=5432, user=SUPERUSER, password=passwords[SUPERUSER], dbname=database
    )
    connection.autocommit = True
    return connection


def wait_until_up(place: Place, passwords: dict[str, str], process: Process) -> None:
    """Wait until PostgreSQL takes connections. Raises EmbeddedError, with its log, when it dies or is too slow."""

    def answers() -> bool:
        if process.poll() is not None:
            raise EmbeddedError("PostgreSQL stopped while starting:\n" + last_lines(place.logs / "postgresql.log"))
        try:
            connect(place, passwords).close()
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                raise EmbeddedError(f"The passwords in {place.folder} are not this database's.") from error
            return False
        return True

    if not until(answers, within=START_SECONDS):
        raise EmbeddedError("PostgreSQL did not start in time:\n" + last_lines(place.logs / "postgresql.log"))


def prepare_roles(place: Place, passwords: dict[str, str]) -> None:
    """Create the owner, the application role and the database, whichever is missing."""
    connection = connect(place, passwords)
    try:
        with connection.cursor() as cursor:
            for role, right in ((OWNER, "CREATEDB"), (APPLICATION, "NOCREATEDB")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if cursor.fetchone() else "CREATE"
                statement = sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}")
                words = (sql.SQL(verb), sql.Identifier(role), sql.SQL(right), sql.Literal(passwords[role]))
                cursor.execute(statement.format(*words))
            # The owner may end the application's sessions, so that a database can be dropped or restored.
            cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APPLICATION), sql.Identifier(OWNER)))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                cursor.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
    finally:
        connection.close()


def url(place: Place, passwords: dict[str, str], role: str) -> str:
    """Return the DATABASE_URL of `role` over the socket."""
    return f"postgres://{role}:{quote(passwords[role], safe='')}@{quote(str(place.sockets), safe='')}:5432/{DATABASE}"
