from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.documents.models import Document, ScanState
from courtcase.documents.operations import LARGE_BYTES, Received, keep_upload, receive_upload
from courtcase.documents.queries import document_facts
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.cases import lock_case
from petitions.docket import file_document
from petitions.filing.file_limits import MAX_ATTACHMENTS, MAX_PAGES
from petitions.filing.operations.approve_filing import void_approval
from petitions.filing.operations.settle_attachment import owe_settling
from petitions.models import Attachment, Petition
from petitions.steps import lock_petition, require, take_step
from petitions.workflow import EDITABLE, transition_named

# A photographed page that waits to be made one PDF with others. One that never was is a file like any other.
PAGE = "page"
# Asked twice for each file that is laid, and built by no query of the ORM: see `courtcase.rows`.
LYING = (
    "SELECT laid.id, laid.purpose, laid.removed_at, kept.sha256, laid.position FROM petitions_attachment AS laid "
    "JOIN documents_document AS kept ON kept.id = laid.document_id WHERE laid.petition_id = %s"
)
PICTURES = frozenset({"image/jpeg", "image/png"})


def attach(
    *,
    petition: Petition,
    uploaded: UploadedFile,
    purpose: str,
    actor: Actor,
    at: datetime,
) -> Attachment:
    """Lay a file with a petition: with a draft, or, once it is filed, as a document added to it.

    The file is examined and scanned, which takes its time, before the petition is locked; and not at all for somebody
    who may lay nothing here. A large file laid with a draft is examined after the answer (`settle_attachment`).
    The very same file is not laid twice: the first one is returned (its `added_at` is not `at`).
    Returns the attachment. Raises OperationError beside `attachment`, NotAllowed, WrongState.
    """
    may_wait = petition.state in EDITABLE
    received = receive_for(petition=petition, uploaded=uploaded, purpose=purpose, may_wait=may_wait, actor=actor, at=at)
    return lay_received(petition=petition, received=received, purpose=purpose, actor=actor, at=at)


def receive_for(
    *, petition: Petition, uploaded: UploadedFile, purpose: str, may_wait: bool, actor: Actor, at: datetime
) -> Received:
    """Receive a file that is to be laid with a petition, in no transaction; `lay_received` lays it. Raises what `attach` does."""
    is_large = may_wait and (uploaded.size or 0) >= LARGE_BYTES  # how many lie there is asked once, when it is locked
    require_place(petition=petition, purpose=purpose, actor=actor, at=at, lying=[] if is_large else None)
    if purpose == PAGE:
        return receive_page(uploaded=uploaded)
    return receive_upload(uploaded=uploaded, may_wait=may_wait)


def receive_page(*, uploaded: UploadedFile) -> Received:
    """Receive the picture of a page, as `receive_upload` does. Raises OperationError for a file that is no picture too."""
    received = receive_upload(uploaded=uploaded)
    if received.content_type not in PICTURES:
        received.written.path.unlink(missing_ok=True)
        message = _(
            "This is no photograph. Choose JPEG or PNG pictures here, and other files on the page of attachments."
        )
        raise OperationError(message, field="attachment", code="no_picture")
    return received


@operation
def lay_received(
    *, petition: Petition, received: Received, purpose: str, actor: Actor, at: datetime, pages: int = 0
) -> Attachment:
    """Lay a file that was received with a petition; everything is asked again, now that the petition is locked.

    `pages` says of how many photographs it was made.
    """
    case = lock_case(petition.case) if petition.case else None  # before the petition: the house's order
    locked = lock_petition(petition=petition)
    lying = laid_so_far(locked)
    there = same_file(lying, received, purpose)
    if there is not None:
        transaction.on_commit(partial(received.written.path.unlink, missing_ok=True), robust=True)
        return Attachment.objects.select_related("document").get(pk=there)
    require_place(petition=locked, purpose=purpose, actor=actor, at=at, lying=lying)
    if received.scan_state == ScanState.CHECKING and locked.state not in EDITABLE:
        raise WrongState(_("The petition was sent meanwhile. Add this file on its page."))
    document = keep_upload(
        received=received, subject=locked.subject, kind=purpose, actor=actor, at=at, with_preview=True
    )
    facts: dict[str, Any] = {"purpose": purpose, **document_facts(document)}
    if pages:
        facts["pages"] = pages
    if locked.state in EDITABLE:
        record(subject=locked.subject, event="petition.document_added", actor=actor, at=at, body=facts)
        void_approval(petition=locked, actor=actor, at=at)
    else:
        take_step(petition=locked, step="add_document", actor=actor, at=at, body=facts)
    laid = lay(
        petition=locked,
        document=document,
        purpose=purpose,
        at=at,
        position=1 + max((one.position for one in lying), default=-1),
    )
    if document.scan_state == ScanState.CHECKING:
        owe_settling(laid, locked)
    if case is not None:
        file_document(case=case, petition=locked, document=document, actor=actor, at=at)
    return laid


class Lying(NamedTuple):
    """What is known of a file that lies with a petition, or was taken out."""

    pk: int
    purpose: str
    removed_at: datetime | None
    sha256: str
    position: int


def laid_so_far(petition: Petition) -> list[Lying]:
    """Return what ever lay with the petition, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(LYING, [petition.pk])
        return [Lying(*row) for row in cursor.fetchall()]


def same_file(lying: list[Lying], received: Received, purpose: str) -> int | None:
    """Return the id of the attachment with the very same bytes; pages are compared with pages alone."""
    for one in lying:
        same = one.sha256 == received.written.sha256 and (one.purpose == PAGE) == (purpose == PAGE)
        if same and one.removed_at is None:
            return one.pk
    return None


def require_place(
    *, petition: Petition, purpose: str, actor: Actor, at: datetime, lying: list[Lying] | None = None
) -> None:
    """Raise NotAllowed, WrongState or OperationError unless `actor` may lay one more file with the petition now."""
    if petition.state not in EDITABLE:
        require(petition=petition, transition=transition_named("add_document"), actor=actor, at=at)
    elif not access.may(actor, "petition.draft", petition, at):
        raise NotAllowed()
    there = [one for one in (laid_so_far(petition) if lying is None else lying) if one.removed_at is None]
    pages = sum(one.purpose == PAGE for one in there)
    if purpose == PAGE and pages >= MAX_PAGES:
        message = _("At most 60 pages can be photographed for one document. Make these one PDF, then begin the next.")
        raise OperationError(message, field="attachment", code="too_many")
    if purpose != PAGE and len(there) - pages >= MAX_ATTACHMENTS:
        message = _("At most 30 files can be attached. Join some into one PDF.")
        raise OperationError(message, field="attachment", code="too_many")


def lay(
    *, petition: Petition, document: Document, purpose: str, at: datetime, position: int | None = None
) -> Attachment:
    """Write the row that lays `document` with `petition`, at `position`, after all that are there already."""
    made = Attachment(
        petition=petition,
        document=document,
        position=1 + max((one.position for one in laid_so_far(petition)), default=-1) if position is None else position,
        purpose=purpose,
        added_at=at,
    )
    rows.insert(made)
    return made


@operation
def detach(*, petition: Petition, attachment: Attachment, actor: Actor, at: datetime) -> None:
    """Take a file out of a petition that is still written; one taken out before is let be. Raises NotAllowed, WrongState."""
    locked = lock_petition(petition=petition)
    if not access.may(actor, "petition.draft", locked, at):
        raise NotAllowed()
    if locked.state not in EDITABLE or was_before_the_court(locked, attachment):
        raise WrongState(_("What was filed stays with the petition."))
    if not Attachment.objects.filter(pk=attachment.pk, petition=locked, removed_at=None).update(removed_at=at):
        return
    record(
        subject=locked.subject,
        event="petition.document_removed",
        actor=actor,
        at=at,
        body=document_facts(attachment.document),
    )
    void_approval(petition=locked, actor=actor, at=at)


def was_before_the_court(petition: Petition, attachment: Attachment) -> bool:
    """Say whether the file lay with the petition when it was returned last: so do the papers of an earlier correction."""
    return petition.returns.filter(returned_at__gte=attachment.added_at).exists()
