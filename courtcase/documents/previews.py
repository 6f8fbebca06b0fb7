"""Previews of documents: owed when a file is laid down, made by a worker in the limited process, shown beside the file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO

import structlog

from courtcase.documents import storage
from courtcase.documents.limited import client
from courtcase.documents.models import Document, Preview, PreviewState, ScanState
from courtcase.documents.operations import store_generated
from courtcase.operations import operation
from courtcase.people.actors import Actor

logger = structlog.get_logger(__name__)
KIND = "preview"
SECONDS = 30.0
ENDINGS = {"image/jpeg": ".jpg", "text/plain": ".txt"}


class StillScanned(Exception):
    """The document waits for its virus scan: before that, nobody opens it, not even to make a preview."""


@operation
def make_previews(*, document_id: int, actor: Actor, at: datetime) -> PreviewState | None:
    """Make the previews of a document and write down how that went; returns it, or None where the document is gone.

    The original is only read. Raises StillScanned while the scan is owed, and OSError where the storage or the limited
    process cannot be reached: both are tried again.
    """
    document = Document.objects.select_for_update(of=("self",)).select_related("subject").filter(pk=document_id).first()
    if document is None or document.preview_state != PreviewState.OWED:
        return None
    if document.scan_state in {ScanState.WAITING, ScanState.CHECKING}:
        raise StillScanned
    try:
        made = document.is_readable and keep_made(document, actor=actor, at=at)
    except client.TooHeavy:
        logger.info("preview_not_made", document=str(document.public_id))
        made = False
    document.preview_state = PreviewState.MADE if made else PreviewState.NONE
    document.save(update_fields=["preview_state", "legibility"])
    return document.preview_state


def keep_made(document: Document, *, actor: Actor, at: datetime) -> bool:
    """Store what the limited process makes of a document; returns whether it made anything. Raises TooHeavy, OSError."""
    with as_local_file(document) as file:
        asked = client.ask("preview", [file], seconds=SECONDS, content_type=document.content_type)
        found = asked.found()
        made = [b"".join(pieces) for pieces in asked.made()]
    document.legibility = document.legibility or found["legibility"]
    content_type = found["content_type"]
    for page, content in enumerate(made, start=1):
        stored = store_generated(
            content=content,
            filename=f"preview-{page}{ENDINGS[content_type]}",
            content_type=content_type,
            subject=document.subject,
            kind=KIND,
            actor=actor,
            at=at,
        )
        is_last = page == len(made) and not found["left_out"]
        Preview.objects.create(document=document, stored=stored, page=page, is_last=is_last)
    return bool(made)


def previews_of(document: Document) -> list[Preview]:
    """Return the previews of a document in their order; none where a virus was found in it after they were made."""
    return list(document.previews.select_related("stored").order_by("page")) if document.is_readable else []


def text_of(shown: Preview) -> str:
    """Return the text of a preview that is one."""
    with storage.open_kept(shown.stored.storage_key) as file:
        return file.read().decode()


@contextmanager
def as_local_file(document: Document) -> Iterator[IO[bytes]]:
    """Give the bytes of a document as a file of this machine, which can be handed to another process. Raises OSError."""
    with storage.open_kept(document.storage_key) as kept, tempfile.TemporaryFile() as copy:
        try:
            kept.fileno()
        except (AttributeError, OSError):
            shutil.copyfileobj(kept, copy)
            copy.flush()
            copy.seek(0)
            yield copy
        else:
            yield kept
