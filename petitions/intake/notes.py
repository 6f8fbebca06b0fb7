"""Notes of the Apparatus on a petition, as its members read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from petitions.content import open_text
from petitions.models import Petition, StaffNote
from petitions.paging import cut

PAGE = 20
# So many stand on the petition's page; all stand on their own.
SHOWN_BESIDE = 3


@dataclass(frozen=True)
class Note:
    """A note as it is read."""

    kind: str
    text: str
    author: str
    at: datetime


def notes_of(petition: Petition, *, most: int, before: int | None = None) -> tuple[list[Note], int | None]:
    """Return up to `most` notes on a petition, newest first (of those before the note `before`), and where older ones begin."""
    found = StaffNote.objects.filter(petition=petition).select_related("author").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    rows, older = cut(list(found[: most + 1]), most)
    notes = [
        Note(str(row.get_kind_display()), open_text(petition, row.sealed_text), row.author.full_name, row.written_at)
        for row in rows
    ]
    return notes, older
