"""The database part: written by pg_dump in our snapshot, read back by pg_restore and psql in one transaction."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.db import connection
from psycopg2.extensions import make_dsn

from courtcase.backup.manifest import BackupError
from courtcase.backup.programs import programs_for
from courtcase.embedded.postgres import plain_environment

PLACE_WORDS = ("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout")
LOCK_WAIT = "30s"
SETTING = re.compile(rb"^SET (\w+) = [^;]+;\r?\n$")


def server_version() -> tuple[int, str]:
    """Return the server's major version and its version as it prints it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000, current_setting('server_version')")
        major, printed = cursor.fetchone()
    return int(major), str(printed)


def address() -> tuple[str, dict[str, str]]:
    """Return where Django is connected to, as libpq writes it, and the environment with the password.

    On a command line everybody on the machine could read the password.
    """
    known: dict[str, Any] = connection.get_connection_params()
    place = {word: known[word] for word in PLACE_WORDS if known.get(word)}
    secret = {"PGPASSWORD": str(known["password"])} if known.get("password") else {}
    return make_dsn(**place), plain_environment() | secret | {"PGAPPNAME": "courtcase backup"}


def dump(*, snapshot: str, target: Path) -> int:
    """Write everything `snapshot` sees into `target` in pg_dump's custom format; return the programs' major version.

    Owners and grants are left out: a restore makes its own. Raises BackupError, with pg_dump's words, when it fails.
    """
    programs = programs_for(server_version()[0])
    place, environment = address()
    command = [programs.path("pg_dump"), "--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
    command += ["--no-owner", "--no-privileges", "--no-subscriptions", "--no-publications", "--no-tablespaces"]
    command += [f"--lock-wait-timeout={LOCK_WAIT}", "--no-password", f"--dbname={place}"]
    done = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, stdin=subprocess.DEVNULL, umask=0o077
    )
    if done.returncode != 0:
        raise BackupError(f"pg_dump could not read the database:\n{last_words(done.stderr)}")
    return programs.major


def is_readable_dump(*, source: Path, dumped_with: int) -> bool:
    """Say whether pg_restore can read the dump's table of contents."""
    command = [programs_for(dumped_with).path("pg_restore"), "--list", str(source)]
    return subprocess.run(command, env=plain_environment(), capture_output=True).returncode == 0  # noqa: S603


def load(*, source: Path, dumped_with: int, finally_run: str) -> None:
    """Load a dump into the empty database Django is connected to, all or nothing; `finally_run` ends the transaction.

    Raises BackupError, with the programs' words, when anything fails; the database is then as it was.
    """
    programs = programs_for(dumped_with)
    place, environment = address()
    read = [programs.path("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(source)]
    write = [programs.path("psql"), "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"]
    write += ["--output=/dev/null", f"--dbname={place}"]
    with tempfile.TemporaryFile() as said_by_reader, tempfile.TemporaryFile() as said_by_writer:
        reader = subprocess.Popen(read, env=environment, stdout=subprocess.PIPE, stderr=said_by_reader)  # noqa: S603
        writer = subprocess.Popen(write, env=environment, stdin=subprocess.PIPE, stderr=said_by_writer)  # noqa: S603
        try:
            assert reader.stdout is not None  # noqa: S101 - both are pipes
            assert writer.stdin is not None  # noqa: S101
            whole = pour(reader, reader.stdout, writer.stdin, finally_run=finally_run)
            loaded = writer.wait() == 0
        finally:
            for process in (reader, writer):
                process.kill()
                process.wait()
        if not (whole and loaded):
            said_by_reader.seek(0)
            said_by_writer.seek(0)
            words = last_words(said_by_reader.read() + said_by_writer.read())
            raise BackupError(f"The dump could not be loaded; the database is as it was.\n{words}")


def pour(reader: subprocess.Popen[bytes], source: IO[bytes], target: IO[bytes], *, finally_run: str) -> bool:
    """Pass pg_restore's script on inside one transaction; return whether it came whole and was committed.

    The COMMIT is written only after pg_restore has ended well: a script cut short is rolled back by its end.
    """
    try:
        target.write(b"BEGIN;\n")
        target.writelines(fitting_preamble(source, known_settings()))
        shutil.copyfileobj(source, target, 1024 * 1024)
        whole = reader.wait() == 0
        if whole:
            target.write(f"{finally_run};\nCOMMIT;\n".encode())
        target.close()
    except BrokenPipeError:  # psql stopped at an error; it says which
        return False
    return whole


def known_settings() -> frozenset[str]:
    """Return the settings this server has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings")
        return frozenset(name for (name,) in cursor.fetchall())


def fitting_preamble(script: Iterable[bytes], known: frozenset[str]) -> Iterator[bytes]:
    """Yield a script's lines up to its first statement, but no SET of what this server has no setting for.

    A newer pg_dump's script begins with settings of its own version (transaction_timeout came with 17): time limits,
    all of them switched off. An older server would stop at them.
    """
    for line in script:
        setting = SETTING.match(line)
        if setting is None or setting.group(1).decode() in known:
            yield line
        if line.startswith((b"CREATE ", b"ALTER ", b"COPY ")):
            return


def last_words(said: bytes) -> str:
    """Return the last lines a program printed, indented."""
    return "\n".join("  " + line for line in said.decode("utf-8", "replace").strip().splitlines()[-8:])
