"""What the manifest says of the database, all of it read in one snapshot."""

from __future__ import annotations

import hashlib
import hmac
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import OperationalError

from courtcase import modes
from courtcase.backup.manifest import KEYS_NOTE, BackupError, NeededKeys, RegisterState, first_line
from courtcase.keys.files import UnknownKey, index_key, key_by_id
from courtcase.keys.models import DataKey
from courtcase.preparation import LOCK as PREPARATION_LOCK
from courtcase.register import merkle
from courtcase.register.models import Event
from courtcase.register.queries import tree_size
from courtcase.register.tree import stored_node

BACKUP_LOCK = 7_236_404  # any number no other lock has, the same in every process: one backup of a database at a time
TABLES = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1"


@contextmanager
def alone() -> Iterator[None]:
    """Let no second backup of this database run. Raises BackupError when one does."""
    with held(
        "pg_{}advisory_{}lock(%s)", BACKUP_LOCK, otherwise="Another backup of this database is running: wait for it."
    ):
        yield


@contextmanager
def unmigrated() -> Iterator[None]:
    """Let migrations wait for the end of the block. Raises BackupError while one runs."""
    busy = "This database is just being prepared or migrated: take the backup afterwards."
    with held("pg_{}advisory_{}lock_shared(%s)", PREPARATION_LOCK, otherwise=busy):
        yield


@contextmanager
def held(lock: str, number: int, *, otherwise: str) -> Iterator[None]:
    """Hold an advisory lock for the block; raises BackupError, saying `otherwise`, where somebody else holds it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock.format('try_', '')}", [number])
        if not cursor.fetchone()[0]:
            raise BackupError(otherwise)
        try:
            yield
        finally:
            cursor.execute(f"SELECT {lock.format('', 'un')}", [number])


@contextmanager
def snapshot() -> Iterator[str]:
    """Hold one snapshot for the block, in which nothing can be written; yield the name by which pg_dump shares it.

    Raises BackupError when the database cannot be reached.
    """
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise BackupError(f"The database cannot be reached: {first_line(error)}") from error
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def refuse_other_database() -> None:
    """Raise BackupError unless the database was prepared in this mode, and is whole."""
    with connection.cursor() as cursor:
        try:
            modes.refuse_other_database(cursor, settings.MODE)
        except modes.UnsafeMode as error:
            raise BackupError(str(error)) from error
        if modes.database_mode(cursor) is None:
            raise BackupError("This database was never prepared: there is nothing to back up.")


def rows_of_tables() -> dict[str, int]:
    """Return how many rows each table holds."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall() if name != modes.RESTORING]
        found = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - from the catalogue
            found[name] = int(cursor.fetchone()[0])
    return found


def bytes_of_tables() -> int:
    """Return the size of all tables on the server's disk without their indexes: no dump of them is larger."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_table_size(oid)), 0) FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        return int(cursor.fetchone()[0])


def applied_migrations() -> dict[str, list[str]]:
    """Return the migrations the database has seen, by app, in their order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        found: dict[str, list[str]] = {}
        for app, name in cursor.fetchall():
            found.setdefault(app, []).append(name)
    return found


def register_state() -> RegisterState:
    """Return size and root of the sealed register, and how many events wait for the sealer."""
    size = tree_size()
    return RegisterState(size, merkle.root_hash(size, stored_node).hex(), waiting=Event.objects.count() - size)


def needed_keys() -> NeededKeys:
    """Return the ids of the keys under which anything of the database is sealed.

    Raises BackupError when one of them is not configured here: a set nobody can open is no backup.
    """
    ids = list(DataKey.objects.order_by("kek_id").values_list("kek_id", flat=True).distinct())
    try:
        found = {key_id: key_check(key_by_id(key_id).secret) for key_id in ids}
    except UnknownKey as error:
        raise BackupError(
            f"{error}, but petitions are sealed by it. Name its file, or nobody can open them."
        ) from error
    return NeededKeys(note=KEYS_NOTE, key_encryption_keys=found, index_key=key_check(index_key()))


def key_check(secret: bytes) -> str:
    """Return by what a key's file is known again: an HMAC under 32 random bytes, from which they cannot be found."""
    return hmac.digest(secret, b"courtcase:backup:is-this-the-key", hashlib.sha256).hex()[:32]


def application() -> tuple[str, str]:
    """Return the version and the commit of this code; nothing for a commit that is not known."""
    facts = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return str(facts["project"]["version"]), ""
    return str(facts["project"]["version"]), done.stdout.strip() if done.returncode == 0 else ""
