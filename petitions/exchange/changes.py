"""The changes of state of a portal's, or an institution's, petitions as a file: the same records as /api/v1/changes/."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from courtcase.people.models import Institution
from petitions.changes import Change, changes_of

AT_ONCE = 500


def changes_after(institution: Institution, *, after: int) -> Iterator[Change]:
    """Yield every change whose place in the register is after `after`, in their order, a batch in memory at a time."""
    while found := changes_of(institution, after=after, limit=AT_ONCE):
        yield from found
        after = found[-1].position


def write_changes(*, institution: Institution, path: Path, after: int) -> tuple[int, int]:
    """Write the changes after a place as JSON lines, and where the next file begins; return how many, and that place.

    The file stands under its name only once it is whole, for its owner alone. Raises OSError.
    """
    count = 0
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for change in changes_after(institution, after=after):
                file.write(json.dumps(change.told(), ensure_ascii=False).encode() + b"\n")
                count, after = count + 1, change.position
            file.write(json.dumps({"changed_since": after, "has_more": False}).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count, after
