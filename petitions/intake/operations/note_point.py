from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, StaleVersion, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.content import seal_text
from petitions.models import Finding, Petition, PointNote
from petitions.steps import lock_petition
from petitions.versions import as_told
from petitions.workflow import IN_WORK

ACTION = "petition.note_point"
LONGEST_NOTE = 4000


@operation
def note_point(
    *, petition: Petition, point: str, finding: str, note: str, version: int, actor: Actor, at: datetime
) -> PointNote:
    """Note what was found on one point of the check, anew or in the place of what stands there; return the row.

    `version` is that of the note the person saw, 0 for none. The petition's own version stays: other forms about it are
    not stale for it. Raises OperationError beside `finding` or `note`, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition)
    if not access.may(actor, ACTION, locked, at):
        raise NotAllowed()
    if locked.state not in IN_WORK:
        raise WrongState(_("Points are noted while the petition waits for the Apparatus or is being checked."))
    if finding not in Finding.values:
        raise OperationError(_("Choose what you found."), field="finding")
    words = note.strip()
    if len(words) > LONGEST_NOTE:
        raise OperationError(_("The note is too long."), field="note")
    row = PointNote.objects.filter(petition=locked, point=point).first() or PointNote(
        petition=locked, point=point, version=0
    )
    if row.version != version:
        raise StaleVersion(_("Somebody noted this point after you opened the page."), current=row.version)
    row.finding, row.sealed_note = finding, seal_text(locked, words)
    row.version += 1
    row.words_version = as_told(locked).number
    row.written_by, row.written_at = actor.signed_in, at
    row.save()
    body = {"point": point, "finding": finding, "note_version": row.version}
    record(subject=locked.subject, event="petition.point_noted", actor=actor, at=at, body=body, content=words.encode())
    return row
