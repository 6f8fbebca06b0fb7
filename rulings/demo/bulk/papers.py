"""The signed papers of a big load: one page examined once, its bytes under a key of its own for each petition."""

from __future__ import annotations

import functools
import os
import secrets
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from courtcase.documents.operations import Received, receive_upload
from courtcase.documents.storage import storage_name
from rulings.demo.paper import signed_paper


@functools.cache
def examined() -> tuple[Received, bytes]:
    """Return the page as it was received, checked and scanned like any upload, and its bytes."""
    uploaded = SimpleUploadedFile("signed-paper.pdf", signed_paper(), content_type="application/pdf")
    received = receive_upload(uploaded=uploaded)
    return received, received.written.path.read_bytes()


def received_paper() -> Received:
    """Return the page under a fresh key, its bytes in their place: in a folder, another name of the same file.

    A hundred thousand names are not put on the disk one by one (fsync): a load that loses power is begun anew.
    """
    received, content = examined()
    key = secrets.token_hex(20)
    name = storage_name(key)
    if isinstance(default_storage, FileSystemStorage):
        target = Path(default_storage.path(name))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            os.link(received.written.path, target)
        except OSError:  # another disk, too many names, or a sweeper took the first one away
            target.write_bytes(content)
    else:
        default_storage.save(name, File(BytesIO(content)))
    return replace(received, key=key)


def forget() -> None:
    """Remove the temporary name of the page, where this process received one."""
    if examined.cache_info().currsize:
        examined()[0].written.path.unlink(missing_ok=True)
        examined.cache_clear()
