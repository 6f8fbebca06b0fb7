"""Make one PDF of photographed pages, in the limited process."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courtcase.documents import storage
from courtcase.documents.limited import client
from courtcase.documents.models import Document
from courtcase.documents.operations import FIELD, Received, examined
from courtcase.documents.previews import as_local_file
from courtcase.operations import OperationError

SECONDS = 60.0
# What a PDF holds besides its pages' pictures.
ROOM_BYTES = 256 * 1024


def receive_joined(*, pages: Sequence[Document | Received], title: str) -> Received:
    """Make one PDF of `pages`, which are pictures kept or just received, in their order; returns it as a received file.

    `title` names the document and, with its ending, the file. Raises OperationError with field "attachment" where it
    cannot be made; nothing of it is left behind then, and the pages stay as they are.
    """
    limit = settings.UPLOAD_LIMIT_BYTES
    try:
        with ExitStack() as opened:
            files = [opened.enter_context(file_of(page)) for page in pages]
            asked = client.ask("join", files, seconds=SECONDS, title=title, most_bytes=limit - ROOM_BYTES)
            asked.found()
            written = [storage.write_temporary(pieces, limit=limit) for pieces in asked.made()][0]
    except (client.TooHeavy, client.NotTaken, storage.TooLarge, OSError) as error:
        message = _(
            "The pages could not be made one PDF just now. They are kept as they are: try again, or leave them single."
        )
        raise OperationError(message, field=FIELD, code="not_joined") from error
    return examined(written, name=f"{title}.pdf")


def file_of(page: Document | Received) -> AbstractContextManager[IO[bytes]]:
    """Return the bytes of a picture, to be opened."""
    return page.written.path.open("rb") if isinstance(page, Received) else as_local_file(page)
