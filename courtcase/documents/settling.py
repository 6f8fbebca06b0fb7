"""Large files are answered for once they lie here; put on the disk for good, opened and scanned right after, by a worker.

Until then a file is CHECKING: nobody is given it, and what it was laid with cannot be filed. What fails is REFUSED, with
the reason. A power cut in between can cost the bytes, never silently: the digest that was answered is compared here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog

from courtcase.documents import storage
from courtcase.documents.models import Document, PreviewState, ScanState
from courtcase.documents.names import split_ending
from courtcase.documents.operations import owe_preview, owe_scan
from courtcase.documents.previews import as_local_file
from courtcase.documents.queries import is_unaltered
from courtcase.documents.recognition import Unacceptable, recognise_open
from courtcase.documents.scanning import scan
from courtcase.operations import operation
from courtcase.people.actors import Actor

# Why a file is refused that nothing is wrong with: it was lost here, or nobody could look at it here.
LOST, NOT_CHECKED = "lost", "not_checked"
OUR_FAILURES = (LOST, NOT_CHECKED)

logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Looked:
    """What came of a look at a kept file: its state from now on; why it is refused, or its pages and legibility."""

    state: ScanState
    refused: str = ""
    pages: int | None = None
    legibility: str = ""


def look_at(document: Document) -> Looked:
    """Put a kept file on the disk for good, open it in the limited process and have it scanned.

    This may take twenty seconds, so it is called without a lock. Raises OSError where the disk, the storage or the
    limited process fails: it is tried again then.
    """
    try:
        storage.keep_for_good(document.storage_key)
        if not is_unaltered(document):
            return Looked(ScanState.REFUSED, refused=LOST)
        with as_local_file(document) as file:
            found = recognise_open(file, ending=split_ending(document.filename)[1])
            file.seek(0)
            state = scan(file)
    except FileNotFoundError:
        return Looked(ScanState.REFUSED, refused=LOST)
    except Unacceptable as refused:
        return Looked(ScanState.REFUSED, refused=refused.found)
    if state == ScanState.INFECTED:
        return Looked(ScanState.REFUSED, refused="virus")
    return Looked(state, pages=found.pages, legibility=found.legibility)


@operation
def settle_document(*, document: Document, looked: Looked, actor: Actor, at: datetime) -> Document | None:
    """Write down what came of the look at a document that was being checked; returns it, None where that is done already."""
    locked = Document.objects.select_for_update(of=("self",)).select_related("subject").filter(pk=document.pk).first()
    if locked is None or locked.scan_state != ScanState.CHECKING:
        return None
    locked.scan_state, locked.refused = looked.state, looked.refused
    locked.pages, locked.legibility = looked.pages, looked.legibility
    locked.scanned_at = at if looked.state in {ScanState.CLEAN, ScanState.REFUSED} else None
    if looked.state == ScanState.REFUSED and locked.preview_state:
        locked.preview_state = PreviewState.NONE
    locked.save(update_fields=["scan_state", "refused", "pages", "legibility", "scanned_at", "preview_state"])
    if looked.state == ScanState.WAITING:
        owe_scan(locked, round_number=0)
    if locked.preview_state == PreviewState.OWED:
        owe_preview(locked)
    if looked.refused:
        logger.info("upload_refused_later", document=str(locked.public_id), found=looked.refused)
    return locked
