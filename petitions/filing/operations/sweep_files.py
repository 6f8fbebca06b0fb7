"""Files of drafts that nobody waits for any more: what was never checked is given up and told, what was taken out is erased."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db.models import ProtectedError, Q

from courtcase.documents.models import ScanState
from courtcase.documents.operations import remove_document
from courtcase.documents.settling import NOT_CHECKED, OUR_FAILURES, Looked
from courtcase.law.keeping import over_before
from courtcase.notices.models import Job
from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.register.queries import held
from petitions.filing.operations.settle_attachment import CHECKED, SETTLE_JOB, note_looked
from petitions.models import Attachment
from petitions.steps import lock_petition

log = structlog.get_logger(__name__)
AT_ONCE = 500


def give_up_unsettled(*, actor: Actor, at: datetime) -> int:
    """Take out the files whose check was given up, so that their writers are told to choose them again; return how many.

    They are not opened once more: one of them may be what ended the worker each time. The job stays on the list of work
    that failed, which `manage.py doctor` and the administrator's page show.
    """
    failed = Job.objects.filter(kind=SETTLE_JOB, state=Job.State.FAILED).values_list("body__attachment", flat=True)
    left = Attachment.objects.filter(**CHECKED, pk__in=list(failed)).select_related("document", "petition")[:AT_ONCE]
    looked = Looked(ScanState.REFUSED, refused=NOT_CHECKED)
    given_up = [note_looked(attachment=one, looked=looked, actor=actor, at=at) for one in left]
    return sum(one is not None for one in given_up)


def erase_taken_out(*, actor: Actor, at: datetime) -> int:
    """Erase the files that were taken out of what is being written, when the table of keeping says; return how many.

    None of them ever was before the Court: what was cannot be taken out. One that was refused stays while its writer is told.
    """
    taken_out, failed = over_before("upload_taken_out", at), over_before("upload_failed", at)
    if taken_out is None:
        return 0
    told = Q(document__refused__in=OUR_FAILURES)
    told &= Q() if failed is None else Q(removed_at__gte=failed)
    gone = Attachment.objects.filter(removed_at__lt=taken_out).exclude(told).order_by("removed_at")
    erased = 0
    for one in gone.select_related("petition")[:AT_ONCE]:
        try:
            erased += erase_file(attachment=one, actor=actor, at=at)
        except ProtectedError:
            log.warning("file_not_erased", attachment=one.pk)
    return erased


@operation
def erase_file(*, attachment: Attachment, actor: Actor, at: datetime) -> bool:
    """Erase a file that was taken out, with its row and its previews; the record keeps that it lay there.

    False under a legal hold. Raises ProtectedError where something else points at the file.
    """
    locked = lock_petition(petition=attachment.petition)
    found = locked.attachments.filter(pk=attachment.pk, removed_at__isnull=False).select_related("document").first()
    if found is None or held(locked.subject):
        return False
    document = found.document
    found.delete()
    remove_document(document=document, actor=actor, at=at)
    return True
