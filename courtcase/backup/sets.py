"""Where sets lie and how one is told whole: a folder renamed into its place when everything in it is on the disk."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from courtcase.backup.manifest import BackupError, Manifest, Part, from_json, to_json

MANIFEST, DATABASE, DOCUMENTS, CHECKED = "manifest.json", "database.dump", "documents.jsonl", "checked.json"
FILES = "documents"
TAKING, REMOVING = ".taking-", ".removing-"
READ_BYTES = 1024 * 1024
LEFT_BEHIND = timedelta(days=1)


def backup_dir() -> Path:
    """Return the folder of all sets (COURTCASE_BACKUP_DIR)."""
    return Path(settings.BACKUP_DIR)


def set_name(mode: str, at: datetime) -> str:
    """Return an unused name for a set of `mode` begun at the instant `at`, in UTC: names sort by time."""
    name = f"courtcase-{mode}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    same_second = sum(1 for path in backup_dir().glob(f"{name}*") if path.is_dir())
    return f"{name}-{same_second + 1}" if same_second else name


def new_folder(name: str) -> Path:
    """Make the private temporary folder in which the set `name` is taken. Raises BackupError where none can be made."""
    folder = backup_dir() / (TAKING + name)
    try:
        backup_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(mode=0o700)
        (folder / FILES).mkdir(mode=0o700)
    except OSError as error:
        raise BackupError(
            f"{backup_dir()} cannot be written ({error.strerror}). Make it writable, or set COURTCASE_BACKUP_DIR."
        ) from error
    return folder


def put_in_place(folder: Path, manifest: Manifest) -> Path:
    """Write the manifest, put everything on the disk, and give the folder its final name; return that."""
    write_synced(folder / MANIFEST, to_json(manifest).encode())
    target = folder.with_name(folder.name.removeprefix(TAKING))
    for inner in [*(path for path in folder.rglob("*") if path.is_dir()), folder]:
        sync_folder(inner)
    folder.rename(target)
    sync_folder(target.parent)
    return target


def write_synced(path: Path, content: bytes) -> None:
    """Write a private file and wait until it is on the disk."""
    with open(path, "wb", opener=private) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def private(path: str, flags: int) -> int:
    """Open a file for its owner alone: an opener for `open`."""
    return os.open(path, flags, 0o600)


def sync_folder(folder: Path) -> None:
    """Put a folder's entries on the disk, or a power cut could forget them."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def part_of(path: Path) -> Part:
    """Return digest and size of a file, read from the disk."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(READ_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return Part(digest.hexdigest(), size)


def read_manifest(folder: Path) -> Manifest:
    """Return what the set in `folder` says of itself. Raises BackupError, in words, when it is not whole."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        if folder.name.startswith(TAKING):
            raise BackupError(f"{folder} was never finished: it is no backup. Take another set.") from None
        raise BackupError(f"{folder} holds no {MANIFEST}: it is no backup set, or it was cut short.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"{folder}: its {MANIFEST} cannot be read ({type(error).__name__}).") from error
    try:
        return from_json(text)
    except BackupError as error:
        raise BackupError(f"{folder}: {error}") from error


def documents_in(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of documents.jsonl: key, id, sha256, size, and state ('kept', 'removed' or 'lost')."""
    with (folder / DOCUMENTS).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def document_path(folder: Path, key: str) -> Path:
    """Return where the set in `folder` keeps the bytes of the storage key `key`."""
    return folder / FILES / key[:2] / key


def whole_sets() -> list[tuple[Path, Manifest]]:
    """Return the sets whose manifest is whole, the newest first; what is cut short or foreign is left out."""
    found = []
    for folder in sorted(backup_dir().glob("*/")) if backup_dir().is_dir() else []:
        if not folder.name.startswith("."):
            try:
                found.append((folder, read_manifest(folder)))
            except BackupError:
                continue
    return sorted(found, key=lambda one: one[1].finished_at, reverse=True)


def lacking(folder: Path, manifest: Manifest) -> list[str]:
    """Return, as sentences, which parts are missing or of another size; reads no part's content."""
    lines = []
    for name, part in manifest.parts.items():
        size = (folder / name).stat().st_size if (folder / name).is_file() else None
        if size is None:
            lines.append(f"{name} is missing.")
        elif size != part.size:
            lines.append(f"{name} holds {size} bytes, not {part.size}: it was cut short or altered.")
    return lines


def remove_set(folder: Path) -> None:
    """Remove a set or what is left of one; half-removed it no longer has the name of a set."""
    doomed = folder.with_name(REMOVING + folder.name.lstrip("."))
    folder.rename(doomed)
    shutil.rmtree(doomed)


def remove_leftovers(*, at: datetime) -> int:
    """Remove what backups that were killed, more than a day before `at`, left behind; return how many."""
    old = [
        path
        for pattern in (TAKING, REMOVING)
        for path in backup_dir().glob(f"{pattern}*")
        if path.stat().st_mtime < (at - LEFT_BEHIND).timestamp()
    ]
    for path in old:
        shutil.rmtree(path)
    return len(old)


def prune(*, keep: int, mode: str) -> list[str]:
    """Remove whole sets of `mode` beyond the `keep` newest; return their names."""
    old = [folder for folder, manifest in whole_sets() if manifest.mode == mode][keep:]
    for folder in old:
        remove_set(folder)
    return [folder.name for folder in old]


def outlived(*, before: datetime, mode: str) -> list[Path]:
    """Return the whole sets of `mode` that ended before an instant, the newest whole set never among them."""
    return [
        folder
        for folder, manifest in [one for one in whole_sets() if one[1].mode == mode][1:]
        if manifest.finished_at < before
    ]


def prune_outlived(*, before: datetime, mode: str) -> list[str]:
    """Remove the sets that stand longer than they may; return their names."""
    old = outlived(before=before, mode=mode)
    for folder in old:
        remove_set(folder)
    return [folder.name for folder in old]


def bytes_of(manifest: Manifest) -> int:
    """Return the size of a set in bytes: its parts and its documents."""
    return sum(part.size for part in manifest.parts.values()) + manifest.documents.bytes
