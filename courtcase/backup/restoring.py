"""Restoring a set into an empty machine: every step can be repeated, and nothing may use what is half restored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.utils import OperationalError

from courtcase import preparation
from courtcase.backup import facts
from courtcase.backup.checking import check_set
from courtcase.backup.copying import put_back
from courtcase.backup.dumping import load
from courtcase.backup.manifest import BackupError, Manifest, first_line
from courtcase.backup.marker import Marker, begin, end, read_marker, set_step
from courtcase.backup.programs import programs_for
from courtcase.backup.sets import DATABASE
from courtcase.documents import storage
from courtcase.keys.files import UnknownKey, index_keys, key_by_id
from courtcase.keys.models import DataKey
from courtcase.keys.operations import SealBroken, unwrap
from courtcase.register.verification import BrokenRegister, Verified, verify

Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What stands now: the set's manifest, the verified register, documents put back."""

    manifest: Manifest
    register: Verified
    documents: int


def restore(*, folder: Path, say: Say) -> Restored:
    """Restore the set in `folder` into the empty database and storage of this machine, or go on where that stopped.

    `say` is told each step. Raises BackupError, in words; before the first row is written when the set is damaged, of
    another mode, or made by newer code, when its keys are not here, or when the machine is not empty.
    """
    say("Reading the set through")
    manifest = check_set(folder)
    refuse_other_mode(manifest)
    refuse_newer_set(manifest)
    refuse_other_keys(manifest)
    programs_for(manifest.dumped_with)
    become_owner()
    with preparation.alone():
        preparation.refuse_wrong_letters()
        marker = read_marker()
        refuse_other_restore(marker, folder.name, manifest)
        if marker is None:
            refuse_full_machine()
            begin(folder.name)
        if marker is None or marker.step == "database":
            say(f"Loading {sum(manifest.rows.values())} rows")
            load(source=folder / DATABASE, dumped_with=manifest.dumped_with, finally_run=set_step("rows"))
        if marker is None or marker.step != "documents":
            accept_rows(manifest)
        preparation.bring_up_to_date()
        say("Putting the documents back")
        documents = put_back(folder)
        say("Verifying keys and register")
        refuse_unopened_keys()
        register = same_register(manifest)
        analyse()
        end()
    return Restored(manifest, register, documents)


def refuse_other_mode(manifest: Manifest) -> None:
    """Raise BackupError when the set is of another mode than this machine."""
    if manifest.mode != settings.MODE:
        raise BackupError(
            f"This set was taken in mode {manifest.mode}, and this machine runs in mode {settings.MODE}: real petitions "
            f"and made-up ones are never mixed. Set COURTCASE_MODE={manifest.mode} on a machine meant for it."
        )


def refuse_newer_set(manifest: Manifest) -> None:
    """Raise BackupError when the set's tables were made by newer code than this."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    newer = [
        f"{app}.{name}" for app, names in manifest.migrations.items() for name in names if (app, name) not in known
    ]
    if newer:
        raise BackupError(
            f"This set was taken by a newer version ({manifest.application_version} "
            f"{manifest.application_commit[:10]}): {', '.join(newer[:5])} are not known here. "
            "Restore it with that version or a later one."
        )


def refuse_other_keys(manifest: Manifest) -> None:
    """Raise BackupError unless every key the set needs is configured here, and is the right one."""
    try:
        for key_id, check in manifest.keys.key_encryption_keys.items():
            if facts.key_check(key_by_id(key_id).secret) != check:
                raise BackupError(f"The key file called {key_id!r} here is another than the one the set is sealed by.")
        if manifest.keys.index_key not in {facts.key_check(one) for one in index_keys()}:
            raise BackupError("The index key here is another than the set's: nobody would be found by IIN or code.")
    except (UnknownKey, ImproperlyConfigured) as error:
        needed = ", ".join(manifest.keys.key_encryption_keys)
        raise BackupError(
            f"{error} The set needs the keys {needed} and the index key. They are not in the set: bring their files "
            "from where they are kept, and name them in COURTCASE_KEY_FILES and COURTCASE_INDEX_KEY_FILE."
        ) from error


def become_owner() -> None:
    """Connect as the owner of the database, who alone may create tables. Raises BackupError where that fails."""
    if not settings.DATABASE_OWNER_URL:
        raise BackupError("DATABASE_OWNER_URL is not set: only the database's owner can restore.")
    preparation.become_owner()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise BackupError(f"The database cannot be reached: {first_line(error)}") from error


def refuse_other_restore(marker: Marker | None, name: str, manifest: Manifest) -> None:
    """Raise BackupError when another set was begun here: two are never mixed."""
    if marker and marker.name != name:
        raise BackupError(
            f"The restore of {marker.name} was begun here and has not ended: run it again, or begin with an empty "
            "database and an empty documents folder."
        )


def refuse_full_machine() -> None:
    """Raise BackupError unless database and documents folder are empty."""
    with connection.cursor() as cursor:
        cursor.execute(facts.TABLES)
        tables = len(cursor.fetchall())
    if tables:
        raise BackupError(
            f"The database {connection.settings_dict['NAME']} holds {tables} tables. A set is restored into an empty "
            "database only: create a new one, owned by the owner's role, and name it in DATABASE_URL and "
            "DATABASE_OWNER_URL."
        )
    if not storage.is_empty():
        raise BackupError(
            "The documents' storage is not empty. A set is restored beside no other files: name another folder "
            "(COURTCASE_DATA_DIR) or bucket, or move the old one aside."
        )


def accept_rows(manifest: Manifest) -> None:
    """Compare what was loaded with what the set says, end every session, and go on to the documents. May be repeated."""
    refuse_other_counts(manifest)
    with transaction.atomic(), connection.cursor() as cursor:
        # Forget who was signed in: a session ended since the set was taken must not come alive again.
        cursor.execute("DELETE FROM usersessions_usersession")
        cursor.execute("DELETE FROM django_session")
        cursor.execute(set_step("documents"))


def refuse_other_counts(manifest: Manifest) -> None:
    """Raise BackupError unless each table holds as many rows as the snapshot did."""
    found = facts.rows_of_tables()
    other = [name for name in {*found, *manifest.rows} if found.get(name) != manifest.rows.get(name)]
    if other:
        raise BackupError(
            f"These tables hold other numbers of rows than the set says: {', '.join(sorted(other)[:10])}."
        )


def refuse_unopened_keys() -> None:
    """Raise BackupError unless one data key of each key file opens."""
    for kek_id in DataKey.objects.values_list("kek_id", flat=True).distinct():
        row = DataKey.objects.filter(kek_id=kek_id).latest("pk")
        try:
            unwrap(bytes(row.wrapped), uuid=row.uuid, kek_id=kek_id)
        except (SealBroken, UnknownKey) as error:
            raise BackupError(f"The key {kek_id!r} does not open what was sealed by it.") from error


def same_register(manifest: Manifest) -> Verified:
    """Verify the whole register and return what was seen; raises BackupError unless it is the one of the snapshot."""
    try:
        seen = verify()
    except BrokenRegister as error:
        raise BackupError(f"The restored register is broken at {error}") from error
    was = manifest.register
    if (seen.entries, seen.root.hex()) != (was.entries, was.root):
        raise BackupError(
            f"The restored register has {seen.entries} entries and the root {seen.root.hex()}, "
            f"but the snapshot had {was.entries} and {was.root}."
        )
    return seen


def analyse() -> None:
    """Let the server count anew what it plans by, or the first pages would be slow."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
