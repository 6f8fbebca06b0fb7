"""Notes of the Apparatus on a petition, as its members read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from courtcase import rows
from courtcase.frame.paging import cut
from petitions.content import open_text
from petitions.models import Petition, StaffNote

PAGE = 20
# So many stand on the petition's page; all stand on their own.
SHOWN_BESIDE = 3
# Newest first, below an id where one is given.
OF_PETITION = """
petitions_staffnote.petition_id = %s AND petitions_staffnote.id < COALESCE(%s, 9223372036854775807)
ORDER BY petitions_staffnote.id DESC LIMIT %s
"""


@dataclass(frozen=True)
class Note:
    """A note as it is read."""

    kind: str
    text: str
    author: str
    at: datetime


def notes_of(petition: Petition, *, most: int, before: int | None = None) -> tuple[list[Note], int | None]:
    """Return up to `most` notes on a petition, newest first (of those before the note `before`), and where older ones begin."""
    found, older = cut(
        rows.read_all(StaffNote, OF_PETITION, [petition.pk, before, most + 1], related=("author",)), most
    )
    notes = [
        Note(str(row.get_kind_display()), open_text(petition, row.sealed_text), row.author.full_name, row.written_at)
        for row in found
    ]
    return notes, older
