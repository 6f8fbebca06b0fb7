"""Reading a set through: every digest, and whether pg_restore can read the dump."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from courtcase.backup.copying import damaged_documents
from courtcase.backup.dumping import is_readable_dump
from courtcase.backup.manifest import BackupError, Manifest
from courtcase.backup.sets import CHECKED, DATABASE, lacking, part_of, read_manifest, write_synced

MOST_NAMED = 10


def check_set(folder: Path) -> Manifest:
    """Read every byte of a set and return its manifest. Raises BackupError that names each part that is not whole."""
    manifest = read_manifest(folder)
    if lines := problems_of(folder, manifest):
        more = [f"… and {len(lines) - MOST_NAMED} more"] if len(lines) > MOST_NAMED else []
        listed = "\n  - ".join(["", *lines[:MOST_NAMED], *more])
        raise BackupError(f"{folder} is damaged. Use another set.{listed}")
    return manifest


def problems_of(folder: Path, manifest: Manifest) -> list[str]:
    """Return, as sentences, everything in a set that is not as it was written."""
    if lines := lacking(folder, manifest):
        return lines
    lines = [f"{name} was altered." for name, part in manifest.parts.items() if part_of(folder / name) != part]
    if not lines and not is_readable_dump(source=folder / DATABASE, dumped_with=manifest.dumped_with):
        lines.append(f"pg_restore cannot read {DATABASE}.")
    return lines or damaged_documents(folder)


def write_check(folder: Path, *, whole: bool, at: datetime) -> None:
    """Remember beside the set what a check at the instant `at` said; `newest_set` reads it."""
    write_synced(folder / CHECKED, json.dumps({"whole": whole, "checked_at": at.isoformat()}).encode())
