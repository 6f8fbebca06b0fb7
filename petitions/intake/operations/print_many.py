"""The papers of many petitions as one PDF: made by a job, sealed, for whoever asked alone, for three days."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy, override

from courtcase.documents.operations import remove_document, store_sealed
from courtcase.keys.models import DataKey
from courtcase.law.keeping import over_before
from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.operations.recording import record_account
from courtcase.people.permissions import may
from courtcase.register.operations import record_reads
from petitions import access
from petitions.content import seal_text
from petitions.filing.exporting import seal_file
from petitions.intake.bulk import OPENED, lines_of
from petitions.intake.operations.bulk import ACTION, settled
from petitions.intake.printing import Printed, printed
from petitions.models import BulkRow, BulkState, BulkWork

KEPT_FILE = timedelta(days=3)
LARGEST = 1024**3


@dataclass
class SealedPrint:
    """The file as it is sealed: by whose key, and how long it is."""

    public_id: UUID
    size: int
    data_key: DataKey

    @classmethod
    def of(cls, work: BulkWork, *, size: int) -> SealedPrint:
        """Return it of an action that was begun. Raises WrongState for one without a key."""
        if work.data_key is None:
            raise WrongState(gettext_lazy("This file is gone: its three days are over."))
        return cls(work.public_id, size, work.data_key)


@operation
def make_print(*, work_id: int, at: datetime) -> BulkWork | None:
    """Make the file that is owed; one that is made already is let be. A petition that changed is left out, and its row says why;
    what cannot be printed is named in its row and stops nothing else.

    The rights are those of whoever asked, as they are now. Raises client errors where it cannot be bound now.
    """
    found = BulkWork.objects.select_for_update(of=("self",)).select_related("asked_by__subject", "data_key")
    work = found.filter(pk=work_id, begun_at__isnull=False, ready_at=None).first()
    if work is None:
        return None
    actor = Actor.of(work.asked_by)
    is_allowed = may(actor, ACTION, at)
    taken: list[BulkRow] = []
    for line in lines_of(work, actor=actor, at=at):
        if line.row.state == BulkState.WAITING:
            row = settled(line.row, line.code if is_allowed else "not_allowed", at=at)
            taken += [row] if row.state == BulkState.DONE else []
    if taken:
        with override(work.language):
            made = printed([row.petition for row in taken])
        note_unread(taken, made, at=at)
        if made.content:
            keep_file(work, made.content, at=at)
    work.ready_at = at
    work.save(update_fields=["document", "size", "ready_at"])
    return work


def note_unread(rows: Sequence[BulkRow], made: Printed, *, at: datetime) -> None:
    """Keep which petitions and files could not be printed: a file's name may tell much, so it is sealed."""
    for row in rows:
        if row.petition_id in made.unprintable:
            settled(row, "unprintable", at=at)
        elif names := made.unread.get(row.petition_id):
            row.sealed_unread = seal_text(row.petition, "\n".join(names))
            row.save(update_fields=["sealed_unread"])


def keep_file(work: BulkWork, content: bytes, *, at: datetime) -> None:
    """Store the file sealed piece by piece: no part of it lies open in the storage."""
    work.size = len(content)
    work.document = store_sealed(
        pieces=seal_file(io.BytesIO(content), SealedPrint.of(work, size=work.size)),
        limit=LARGEST,
        filename="print.bin",
        subject=work.asked_by.subject,
        kind="bulk_print",
        actor=Actor.of(work.asked_by),
        at=at,
    )


@operation
def take_print(*, work: BulkWork, actor: Actor, at: datetime) -> BulkWork:
    """Record that the file is downloaded by whoever asked for it, and of each petition in it that it was read.

    Raises NotAllowed, and WrongState before it is made and after its three days.
    """
    locked = BulkWork.objects.select_for_update(of=("self",)).select_related("document", "data_key").get(pk=work.pk)
    if actor.account is None or actor.account.pk != locked.asked_by_id or not may(actor, ACTION, at):
        raise NotAllowed()
    if locked.ready_at is None:
        raise WrongState(gettext_lazy("The file is still being made. Come back in a minute."))
    if locked.document is None or locked.ready_at < at - KEPT_FILE:
        raise WrongState(gettext_lazy("This file is gone: its three days are over."))
    inside = locked.rows.filter(state=BulkState.DONE).values("petition")
    read = access.petitions_for(actor, OPENED, at).filter(pk__in=inside)
    subjects = list(read.values_list("subject", flat=True))
    if len(subjects) != inside.count():
        raise NotAllowed()
    record_reads(subjects=subjects, place=ACTION, actor=actor, at=at)
    body = {"petitions": len(subjects)}
    record_account(account=actor.account, event="queue.bulk_taken", actor=actor, at=at, body=body)
    return locked


@operation
def forget_prints(*, actor: Actor, at: datetime) -> int:
    """Delete the files whose time is over by the table of keeping; return how many."""
    before = over_before("export", at)
    if before is None:
        return 0
    over = BulkWork.objects.filter(ready_at__lt=before, document__isnull=False)
    found = list(over.select_for_update(of=("self",)).select_related("document"))
    for work in found:
        document, work.document = work.document, None
        work.save(update_fields=["document"])
        if document is not None:
            remove_document(document=document, actor=actor, at=at)
    return len(found)
