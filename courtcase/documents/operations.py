"""Take files in, scan those that waited, remove them, and sweep what belongs to nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import structlog
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.documents import storage
from courtcase.documents.models import Document, PreviewState, ScanState
from courtcase.documents.names import clean_filename, split_ending
from courtcase.documents.recognition import Unacceptable, looks_like, recognise, refusal
from courtcase.documents.scanning import scan
from courtcase.documents.uploads import written_of
from courtcase.notices.operations import owe_job
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor

if TYPE_CHECKING:
    from courtcase.register.models import Subject

logger = structlog.get_logger(__name__)
FIELD = "attachment"
SCAN_JOB = "documents.scan"
PREVIEW_JOB = "documents.preview"
RESCAN_AFTER_ROUNDS = 200
# Whoever sends so much waits for the sending; to be examined and put on the disk it need not wait as well.
LARGE_BYTES = 8 * 1024 * 1024


@dataclass
class Received:
    """A file that passed every check and waits in a temporary place: what is known about it.

    `key` is the storage key once it was kept: a transaction that is run again must not look for the file it moved.
    """

    written: storage.Written
    filename: str
    content_type: str
    pages: int | None
    scan_state: ScanState
    legibility: str = ""
    key: str = ""


class Swept(NamedTuple):
    """What the sweeper removed: stored files without a row, temporary files; and scans it asked for again."""

    orphans: int
    temporary: int
    rescans: int


def receive_upload(*, uploaded: UploadedFile, may_wait: bool = False) -> Received:
    """Write an upload to a temporary file, have it examined and scanned; returns what `keep_upload` makes a Document of.

    A large upload lies in its temporary file already. It is opened in the limited process, never in this one. This may
    take twenty seconds, so it is called before the transaction that locks anything, and after the caller has seen that
    the actor may bring a file at all. What is never kept, the sweeper removes. Where it `may_wait`, a large file that looks
    like one we take is examined after the answer (`settling`): its state is then CHECKING, and the caller owes that work.
    Raises OperationError with field "attachment" and a sentence that says what to do; the file is gone then.
    """
    limit = settings.UPLOAD_LIMIT_BYTES
    try:
        written = written_of(uploaded, limit=limit)
    except storage.TooLarge:
        message = _("The file is larger than %(limit)d MB. Make it smaller or divide it, and choose it again.")
        raise OperationError(message % {"limit": limit // 1024**2}, field=FIELD, code="too_large") from None
    except OSError as error:
        raise _not_kept(None, error) from error
    if may_wait and written.size >= LARGE_BYTES and (unopened := not_opened(written, name=uploaded.name or "")):
        return unopened
    return examined(written, name=uploaded.name or "")


def not_opened(written: storage.Written, *, name: str) -> Received | None:
    """Return a temporary file that is to be examined later as it came; None where it does not look like one we take."""
    looks = looks_like(written.path, ending=split_ending(clean_filename(name, extension=""))[1])
    if looks is None:
        return None
    filename = clean_filename(name, extension=looks.ending)
    return Received(written, filename, looks.content_type, None, ScanState.CHECKING)


def examined(written: storage.Written, *, name: str) -> Received:
    """Have a temporary file examined and scanned; `name` is the one it came with. Raises what `receive_upload` raises."""
    try:
        return _examine(written, name=name)
    except Unacceptable as refused:
        written.path.unlink(missing_ok=True)
        raise OperationError(refused.message, field=FIELD, code=refused.code) from None
    except OSError as error:
        raise _not_kept(written, error) from error
    except BaseException:
        written.path.unlink(missing_ok=True)
        raise


@operation
def keep_upload(
    *,
    received: Received,
    subject: Subject | None,
    kind: str,
    actor: Actor,
    at: datetime,
    with_preview: bool = False,
) -> Document:
    """Give a received file its place and its row; returns its Document. `with_preview` owes pictures of its pages.

    One that is not opened yet is not put on the disk for good either: `settling` does both, and owes the pictures then.

    The bytes are in their place before the row exists: if the transaction fails the sweeper removes them. With the
    scanner configured but silent the file is kept, cannot be downloaded, and a job scans it later.
    Raises OperationError with field "attachment" where the storage fails.
    """
    try:
        is_opened = received.scan_state != ScanState.CHECKING
        received.key = received.key or storage.keep(received.written.path, for_good=is_opened)
    except OSError as error:
        raise _not_kept(received.written, error) from error
    document = new_document(received=received, subject=subject, kind=kind, actor=actor, at=at)
    document.preview_state = PreviewState.OWED if with_preview else ""
    rows.insert(document)
    if document.scan_state == ScanState.WAITING:
        owe_scan(document, round_number=0)
    if with_preview and is_opened:
        owe_preview(document)
    return document


def owe_preview(document: Document) -> None:
    """Owe pictures of a document's pages."""
    key = f"{PREVIEW_JOB}:{document.public_id}"
    owe_job(kind=PREVIEW_JOB, subject=document.subject, key=key, body={"document": document.pk})


def new_document(*, received: Received, subject: Subject | None, kind: str, actor: Actor, at: datetime) -> Document:
    """Return the unsaved row of a received file that lies under its key."""
    return Document(
        subject=subject,
        kind=kind,
        storage_key=received.key,
        filename=received.filename,
        content_type=received.content_type,
        size=received.written.size,
        sha256=received.written.sha256,
        pages=received.pages,
        legibility=received.legibility,
        uploaded_by=actor.account,
        scan_state=received.scan_state,
        scanned_at=at if received.scan_state == ScanState.CLEAN else None,
        created_at=at,
    )


@operation
def store_generated(
    *,
    content: bytes,
    filename: str,
    content_type: str,
    subject: Subject | None,
    kind: str,
    actor: Actor,
    at: datetime,
) -> Document:
    """Store bytes that the system itself made (a receipt, a letter); returns their Document. Nothing is scanned."""
    try:
        written = storage.write_temporary([content], limit=max(len(content), 1))
        storage.put_on_disk(written.path)
        key = storage.keep(written.path)
    except OSError as error:
        raise _not_kept(None, error) from error
    return Document.objects.create(
        subject=subject,
        kind=kind,
        storage_key=key,
        filename=clean_filename(filename, extension=""),
        content_type=content_type,
        size=written.size,
        sha256=written.sha256,
        scan_state=ScanState.OWN,
        created_at=at,
    )


@operation
def store_sealed(
    *,
    pieces: Iterable[bytes],
    limit: int,
    filename: str,
    subject: Subject | None,
    kind: str,
    actor: Actor,
    at: datetime,
) -> Document:
    """Store a file that the system made and sealed, piece by piece; returns its Document, on the disk for good.

    Raises OSError where the disk is full, and what the pieces raise.
    """
    stored = store_bytes(pieces, limit=limit)
    media_type = "application/octet-stream"
    return note_stored(
        stored=stored, filename=filename, content_type=media_type, subject=subject, kind=kind, actor=actor, at=at
    )


class Stored(NamedTuple):
    """Bytes that lie in the storage for good and have no row yet: their key, SHA-256 in hexadecimal and length."""

    key: str
    sha256: str
    size: int


def store_bytes(pieces: Iterable[bytes], *, limit: int) -> Stored:
    """Put what the system made into the storage piece by piece, before anything is locked; `note_stored` gives it a row.

    What gets no row, `storage.delete_kept` removes, or the sweeper. Raises OSError, storage.TooLarge, what the pieces raise.
    """
    written = storage.write_temporary(pieces, limit=limit)
    storage.put_on_disk(written.path)
    return Stored(storage.keep(written.path), written.sha256, written.size)


@operation
def note_stored(
    *,
    stored: Stored,
    filename: str,
    content_type: str,
    subject: Subject | None,
    kind: str,
    actor: Actor,
    at: datetime,
) -> Document:
    """Give bytes that lie in the storage their row; returns the Document."""
    return Document.objects.create(
        subject=subject,
        kind=kind,
        storage_key=stored.key,
        filename=filename,
        content_type=content_type,
        size=stored.size,
        sha256=stored.sha256,
        scan_state=ScanState.OWN,
        created_at=at,
    )


@operation
def attach_to_subject(*, document: Document, subject: Subject, actor: Actor, at: datetime) -> Document:
    """Give a file stored without a subject its subject; raises OperationError if it already has another."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.subject_id not in {None, subject.pk}:
        raise OperationError(_("This file belongs to something else."), field=FIELD, code="other_subject")
    locked.subject = subject
    locked.save(update_fields=["subject"])
    return locked


@operation
def remove_document(*, document: Document, actor: Actor, at: datetime) -> None:
    """Remove a file with its previews, and their rows; the caller has decided that it may go (a draft's file, an expired class).

    The bytes go after the commit; if that fails the sweeper takes them. Raises django's ProtectedError when a row
    of another room still points at the document.
    """
    locked = Document.objects.select_for_update().get(pk=document.pk)
    shown = [one.stored for one in locked.previews.select_related("stored")]
    locked.previews.all().delete()
    for gone in [*shown, locked]:
        transaction.on_commit(partial(storage.delete_kept, gone.storage_key), robust=True)
        gone.delete()


@operation
def erase_bytes(*, document: Document, actor: Actor, at: datetime) -> None:
    """Erase the bytes of a file whose row must stay because the record points at it; they go after the commit.

    The row says so: else whoever takes a backup would miss the file as lost, and bring it back from an older set.
    """
    Document.objects.filter(pk=document.pk).update(erased_at=at)
    transaction.on_commit(partial(storage.delete_kept, document.storage_key), robust=True)


@operation
def scan_waiting(*, document_id: int, actor: Actor, at: datetime) -> ScanState | None:
    """Scan a stored file that waits and write down the answer; returns it (still WAITING if the scanner is silent).

    Returns None when the document is gone. A file already answered for is left alone.
    """
    document = Document.objects.select_for_update().filter(pk=document_id).first()
    if document is None:
        return None
    if document.scan_state != ScanState.WAITING:
        return ScanState(document.scan_state)
    with storage.open_kept(document.storage_key) as file:
        answer = scan(file)
    if answer != ScanState.WAITING:
        document.scan_state = answer
        document.scanned_at = at
        document.save(update_fields=["scan_state", "scanned_at"])
    if answer == ScanState.INFECTED:
        logger.warning("virus_found", document=str(document.public_id))
    return answer


@operation
def sweep_orphans(*, actor: Actor, at: datetime) -> Swept:
    """Remove stored files without a row and temporary files, both older than a day; ask again for scans that wait.

    A day is far longer than any upload, so a file whose row is about to be written is never taken.
    """
    before = at - storage.ORPHAN_AGE
    orphans = 0
    for keys in _in_batches(storage.kept_before(before), size=500):
        known = set(Document.objects.filter(storage_key__in=keys).values_list("storage_key", flat=True))
        for key in set(keys) - known:
            storage.delete_kept(key)
            orphans += 1
    waiting = list(Document.objects.filter(scan_state=ScanState.WAITING, created_at__lt=before)[:RESCAN_AFTER_ROUNDS])
    for document in waiting:
        owe_scan(document, round_number=(at - document.created_at).days)
    return Swept(orphans, storage.delete_temporary(before=before), len(waiting))


def _examine(written: storage.Written, *, name: str) -> Received:
    """Recognise and scan a temporary file; raises Unacceptable."""
    ending = split_ending(clean_filename(name, extension=""))[1]
    found = recognise(written.path, ending=ending)
    with written.path.open("rb") as file:
        state = scan(file)
    if state == ScanState.INFECTED:
        raise refusal("virus", {})
    return Received(
        written=written,
        filename=clean_filename(name, extension=found.ending),
        content_type=found.content_type,
        pages=found.pages,
        scan_state=state,
        legibility=found.legibility,
    )


def _not_kept(written: storage.Written | None, error: OSError) -> OperationError:
    """Return the refusal for a disk or storage that failed; nothing is left behind."""
    if written is not None:
        written.path.unlink(missing_ok=True)
    logger.error("file_not_kept", error=type(error).__name__, errno=error.errno)
    message = _("The file could not be saved just now. Nothing else was lost. Try again in a few minutes.")
    return OperationError(message, field=FIELD, code="not_kept")


def owe_scan(document: Document, *, round_number: int) -> None:
    """Owe one scan of the document; a later round has a key of its own, so that a job given up does not end it."""
    owe_job(
        kind=SCAN_JOB,
        subject=document.subject,
        key=f"{SCAN_JOB}:{document.public_id}:{round_number}",
        body={"document": document.pk},
    )


def _in_batches(keys: Iterable[str], *, size: int) -> Iterable[list[str]]:
    """Yield lists of at most `size` keys."""
    batch: list[str] = []
    for key in keys:
        batch.append(key)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
