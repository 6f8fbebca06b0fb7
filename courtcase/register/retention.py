"""How long things are kept: rows from a file a lawyer can read, loaded again whenever it changes."""

from __future__ import annotations

import csv
from pathlib import Path

from courtcase.operations import operation
from courtcase.register.models import RetentionClass, Subject

RETENTION_FILE = Path(__file__).with_name("data") / "retention.csv"


@operation
def sync_retention(*, path: Path = RETENTION_FILE) -> int:
    """Bring the retention classes in line with the file and return how many it names. Repeating changes nothing.

    A class that left the file stays: something may still be kept by it. Raises KeyError or ValueError for a bad file.
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    for line in lines:
        code = line.pop("code")
        years = line.pop("years")
        RetentionClass.objects.update_or_create(code=code, defaults={**line, "years": int(years) if years else None})
    return len(lines)


def classes_for(subject: Subject) -> list[RetentionClass]:
    """Return the classes that may govern a subject of this kind, the longest kept first (for ever before all)."""
    found = RetentionClass.objects.filter(subject_kind=subject.kind)
    return sorted(found, key=lambda one: (one.years is not None, -(one.years or 0), one.code))
