"""Read stored files, and the facts about them that other rooms write down."""

from __future__ import annotations

import hashlib
from typing import IO, TypedDict

from courtcase.documents.models import Document
from courtcase.documents.storage import open_kept

READ_BYTES = 1024 * 1024


class DocumentFacts(TypedDict):
    """What a register event or a receipt says of a file: nothing personal, no name."""

    digest: str
    size: int


def document_facts(document: Document) -> DocumentFacts:
    """Return the SHA-256 (hexadecimal) and the size (bytes) of `document`, for events and receipts."""
    return {"digest": document.sha256, "size": document.size}


def open_document(document: Document) -> IO[bytes]:
    """Open the bytes of `document` for reading; raises FileNotFoundError when the storage lost them."""
    return open_kept(document.storage_key)


def is_unaltered(document: Document) -> bool:
    """Read the stored bytes and say whether they still have the digest that was written down."""
    digest = hashlib.sha256()
    with open_document(document) as file:
        while chunk := file.read(READ_BYTES):
            digest.update(chunk)
    return digest.hexdigest() == document.sha256
