"""What others may ask about the sets: how old the newest is, and whether it is whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from courtcase.backup.manifest import Manifest
from courtcase.backup.sets import CHECKED, bytes_of, lacking, whole_sets


@dataclass(frozen=True)
class BackupSet:
    """One whole set of this installation's mode.

    `verified`: every part is there with its size, and the last full check, if there was one, found nothing wrong.
    `checked_at` is the aware instant of that last check by `manage.py check_backup`; None where none was made since
    the set was taken (every digest was read back then).
    """

    name: str
    path: Path
    finished_at: datetime
    size: int
    verified: bool
    checked_at: datetime | None


def newest_set() -> BackupSet | None:
    """Return the newest set of this installation's mode, or None where there is none. Reads manifests, no parts."""
    return next(
        (described(folder, manifest) for folder, manifest in whole_sets() if manifest.mode == settings.MODE), None
    )


def described(folder: Path, manifest: Manifest) -> BackupSet:
    """Return what is known of a set without reading it through."""
    good, checked_at = last_check(folder)
    return BackupSet(
        name=folder.name,
        path=folder,
        finished_at=manifest.finished_at,
        size=bytes_of(manifest),
        verified=good and not lacking(folder, manifest),
        checked_at=checked_at,
    )


def last_check(folder: Path) -> tuple[bool, datetime | None]:
    """Return what the last full check said and when; (True, None) where none was made."""
    try:
        facts = json.loads((folder / CHECKED).read_text(encoding="utf-8"))
        return bool(facts["whole"]), datetime.fromisoformat(facts["checked_at"])
    except FileNotFoundError:
        return True, None
    except (OSError, ValueError, KeyError, TypeError):
        return False, None
