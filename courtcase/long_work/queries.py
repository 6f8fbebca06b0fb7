"""How far the long changes of data are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from courtcase.long_work.models import Progress
from courtcase.long_work.registry import LongWork, works


@dataclass(frozen=True)
class Standing:
    """How a work stands: what it is, and its row; None where no worker has come to it yet."""

    work: LongWork
    row: Progress | None

    @property
    def is_finished(self) -> bool:
        """Say whether every row is what this release makes of it."""
        return self.row is not None and self.row.finished_version == self.work.version()

    @property
    def looked_at(self) -> int:
        """Return how many rows it has done, of this version."""
        return self.row.looked_at if self.row is not None and self.row.version == self.work.version() else 0

    @property
    def total(self) -> int:
        """Return how many rows there were to be looked at as it began."""
        return max(self.row.total, self.row.looked_at) if self.row is not None else 0

    @property
    def failed(self) -> int:
        """Return how many rows could not be done."""
        return self.row.failed if self.row is not None else 0

    @property
    def error(self) -> str:
        """Return the class of what stopped the last piece; blank where nothing did."""
        return self.row.error if self.row is not None else ""

    @property
    def touched_at(self) -> datetime | None:
        """Return when the last piece was done."""
        return self.row.touched_at if self.row is not None else None


def standing() -> Iterator[Standing]:
    """Yield how each work of this release stands. One statement."""
    rows = {row.name: row for row in Progress.objects.all()}
    for work in works.values():
        yield Standing(work, rows.get(work.name))
