"""Large files laid with a draft are opened after the answer: what fails is taken out again, and the writer is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from courtcase.documents.models import Document, ScanState
from courtcase.documents.queries import document_facts
from courtcase.documents.settling import Looked, look_at, settle_document
from courtcase.notices.operations import owe_job
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.filing.operations.approve_filing import void_approval
from petitions.filing.queries import laid_with
from petitions.models import Attachment, Petition
from petitions.steps import lock_petition

SETTLE_JOB = "petitions.settle_attachment"
NOT_SETTLED = "checking"
CHECKED: dict[str, Any] = {"removed_at": None, "document__scan_state": ScanState.CHECKING}


def owe_settling(attachment: Attachment, petition: Petition) -> None:
    """Owe the look at a file that was laid unopened."""
    key = f"{SETTLE_JOB}:{attachment.pk}"
    owe_job(kind=SETTLE_JOB, subject=petition.subject, key=key, body={"attachment": attachment.pk})


def settle_laid(*, petition: Petition, actor: Actor, at: datetime) -> list[Document]:
    """Look now at every file of a petition that still waits for it; return those refused, which are taken out.

    Called where a petition could not be submitted for that, without a lock: nobody's filing waits for a worker.
    Raises OperationError where nothing can be examined just now.
    """
    waiting = petition.attachments.filter(**CHECKED).select_related("document", "petition")
    try:
        settled = [settle_attachment(attachment=one, actor=actor, at=at) for one in waiting]
    except OSError as error:
        raise not_settled() from error
    return [one for one in settled if one is not None and one.refused]


def settle_attachment(*, attachment: Attachment, actor: Actor, at: datetime) -> Document | None:
    """Look at a file that was laid unopened and write down what came of it; None where that was done already.

    Raises OSError where nothing can be examined just now; the job tries again.
    """
    if attachment.document.scan_state != ScanState.CHECKING:
        return None
    looked = look_at(attachment.document)
    return note_looked(attachment=attachment, looked=looked, actor=actor, at=at)


@operation
def note_looked(*, attachment: Attachment, looked: Looked, actor: Actor, at: datetime) -> Document | None:
    """Write down what came of the look; a file that is refused is taken out of the petition, which was not filed with it."""
    locked = lock_petition(petition=attachment.petition)
    settled = settle_document(document=attachment.document, looked=looked, actor=actor, at=at)
    if settled is None or not settled.refused:
        return settled
    if Attachment.objects.filter(pk=attachment.pk, petition=locked, removed_at=None).update(removed_at=at):
        facts = {**document_facts(settled), "refused": settled.refused}
        record(subject=locked.subject, event="petition.document_removed", actor=actor, at=at, body=facts)
        void_approval(petition=locked, actor=actor, at=at)
    return settled


def settled_files(petition: Petition) -> list[Attachment]:
    """Return the files laid with a locked petition. Raises OperationError where one was not opened yet: what is filed can be."""
    laid = laid_with(petition)
    if any(one.document.scan_state == ScanState.CHECKING for one in laid):
        raise not_settled()
    return laid


def not_settled() -> OperationError:
    """Return the refusal where a file was not opened yet."""
    return OperationError(_("A file you attached is still being checked. Try again in a minute."), code=NOT_SETTLED)
