"""Make one PDF of photographed pages, in the limited process."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courtcase.documents import storage
from courtcase.documents.limited import client
from courtcase.documents.models import Document
from courtcase.documents.operations import FIELD, Received, examined
from courtcase.documents.previews import as_local_file
from courtcase.operations import OperationError

SECONDS = 60.0


def receive_joined(*, pages: Sequence[Document], title: str) -> Received:
    """Make one PDF of `pages`, which are pictures, in their order; returns it as a file that was received.

    `title` names the document and, with its ending, the file. Raises OperationError with field "attachment" where it cannot
    be made; nothing is left behind then.
    """
    try:
        with ExitStack() as opened:
            files = [opened.enter_context(as_local_file(page)) for page in pages]
            asked = client.ask(
                "join", files, seconds=SECONDS, title=title, most_bytes=settings.UPLOAD_LIMIT_BYTES - 64 * 1024
            )
            asked.found()
            written = [storage.write_temporary(pieces, limit=settings.UPLOAD_LIMIT_BYTES) for pieces in asked.made()][0]
    except (client.TooHeavy, client.NotTaken, storage.TooLarge, OSError) as error:
        message = _(
            "The pages could not be made one PDF just now. They are kept as they are: try again, or leave them single."
        )
        raise OperationError(message, field=FIELD, code="not_joined") from error
    return examined(written, name=f"{title}.pdf")
