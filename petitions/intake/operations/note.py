from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.content import open_text, seal_text
from petitions.events import STAFF_NOTED
from petitions.models import NoteKind, Petition, StaffNote
from petitions.steps import lock_petition

# The same words, sent again within so long, are the same note: a key pressed twice.
SAME_WITHIN = timedelta(minutes=1)


@operation
def note_on_petition(*, petition: Petition, kind: str, text: str, actor: Actor, at: datetime) -> StaffNote:
    """Note a call, a visit or anything else on a petition for colleagues; the record is told of it without the words.

    A call or a visit may be noted without words. Sent twice within a minute it is noted once. The petition's version
    stays: nobody's form goes stale. Raises NotAllowed, OperationError beside `kind` or `text`.
    """
    locked = lock_petition(petition=petition)
    if not access.may(actor, "petition.note", locked, at):
        raise NotAllowed()
    if kind not in NoteKind.values:
        raise OperationError(_("Choose what is noted."), field="kind")
    words = text.strip()
    if kind == NoteKind.NOTE and not words:
        raise OperationError(_("Write the note."), field="text")
    before = StaffNote.objects.filter(petition=locked, author=actor.signed_in).first()
    if before is not None and is_same(locked, before, kind=kind, words=words, at=at):
        return before
    note = StaffNote.objects.create(
        petition=locked, kind=kind, sealed_text=seal_text(locked, words), author=actor.signed_in, written_at=at
    )
    record(subject=locked.subject, event=STAFF_NOTED, actor=actor, at=at, body={"kind": str(kind)})
    return note


def is_same(petition: Petition, note: StaffNote, *, kind: str, words: str, at: datetime) -> bool:
    """Say whether a note says just what was sent again a moment later."""
    return at - note.written_at < SAME_WITHIN and note.kind == kind and open_text(petition, note.sealed_text) == words
