"""Taking a set while everybody goes on working: one snapshot for the database, then the files it names."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from courtcase.backup import facts
from courtcase.backup.checking import problems_of
from courtcase.backup.copying import copy_wanted, refuse_losses, write_wanted
from courtcase.backup.dumping import dump, server_version
from courtcase.backup.manifest import BackupError, DocumentSummary, Manifest, NeededKeys, RegisterState
from courtcase.backup.sets import (
    DATABASE,
    DOCUMENTS,
    backup_dir,
    new_folder,
    part_of,
    prune,
    put_in_place,
    remove_leftovers,
    remove_set,
    set_name,
)

SPARE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Seen:
    """What the snapshot showed, beside the dump itself."""

    migrations: dict[str, list[str]]
    rows: dict[str, int]
    keys: NeededKeys
    register: RegisterState
    server_version: str
    dumped_with: int


@dataclass(frozen=True)
class Taken:
    """A finished set, read back and found whole, and the older ones removed for it."""

    path: Path
    manifest: Manifest
    pruned: list[str]
    linked: int = 0


def take_backup(*, at: datetime, keep: int | None = None, accept_losses: bool = False, full: bool = False) -> Taken:
    """Take one set, begun at the instant `at`; read it back; only then remove whole sets beyond the `keep` newest.

    Takes no lock that anybody who works would feel. Raises BackupError, and leaves nothing, when anything fails:
    documents that the storage has lost too, unless `accept_losses`. `full` reads each document from the storage anew.
    """
    began = timezone.now()
    with facts.alone():
        remove_leftovers(at=began)
        folder = new_folder(set_name(settings.MODE, at))
        try:
            seen = write_database(folder)
            copied = copy_wanted(folder, full=full)
            if not accept_losses:
                refuse_losses(copied.lost)
            manifest = described(folder, seen, copied.summary, began=began)
            if lines := problems_of(folder, manifest):
                raise BackupError("Reading the set back found it damaged; is the disk sound?\n" + "\n".join(lines))
            path = put_in_place(folder, manifest)
        except OSError as error:
            remove_set(folder)
            raise BackupError(f"The set could not be written: {error.strerror or type(error).__name__}.") from error
        except BaseException:
            remove_set(folder)
            raise
        return Taken(path, manifest, prune(keep=keep, mode=settings.MODE) if keep else [], copied.linked)


def write_database(folder: Path) -> Seen:
    """Write the dump and the list of documents wanted, and read what the manifest says, all in one snapshot."""
    with facts.unmigrated(), facts.snapshot() as name:
        facts.refuse_other_database()
        needed = write_wanted(folder) + facts.bytes_of_tables()
        refuse_little_space(needed)
        keys = facts.needed_keys()
        return Seen(
            migrations=facts.applied_migrations(),
            rows=facts.rows_of_tables(),
            keys=keys,
            register=facts.register_state(),
            server_version=server_version()[1],
            dumped_with=dump(snapshot=name, target=folder / DATABASE),
        )


def refuse_little_space(needed: int) -> None:
    """Raise BackupError when the disk of the sets has no room for `needed` bytes and some to spare."""
    free = shutil.disk_usage(backup_dir()).free
    if free < needed + SPARE_BYTES:
        raise BackupError(
            f"A set may take {in_megabytes(needed)}, and {backup_dir()} has {in_megabytes(free)} free. "
            "Remove older sets (--keep does so after each new one), or set COURTCASE_BACKUP_DIR to another disk."
        )


def described(folder: Path, seen: Seen, documents: DocumentSummary, *, began: datetime) -> Manifest:
    """Return the manifest of what lies in `folder`, finished now."""
    version, commit = facts.application()
    return Manifest(
        mode=settings.MODE,
        application_version=version,
        application_commit=commit,
        migrations=seen.migrations,
        server_version=seen.server_version,
        dumped_with=seen.dumped_with,
        began_at=began,
        finished_at=timezone.now(),
        rows=seen.rows,
        documents=documents,
        keys=seen.keys,
        register=seen.register,
        parts={name: part_of(folder / name) for name in (DATABASE, DOCUMENTS)},
    )


def in_megabytes(size: int) -> str:
    """Return a size in bytes as it is printed."""
    return f"{size / 1_000_000:,.1f} MB"
