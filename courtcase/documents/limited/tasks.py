"""What can be asked of the limited process. Imports everything that is needed, before the doors are shut."""

from __future__ import annotations

import encodings.cp437  # noqa: F401 - names in old archives; it is imported when it is needed, which is too late
from collections.abc import Callable
from typing import IO, Any

from PIL import Image, JpegImagePlugin, PngImagePlugin  # noqa: F401

from courtcase.documents.limited.binding import bind
from courtcase.documents.limited.examination import examine
from courtcase.documents.limited.joining import join
from courtcase.documents.limited.marking import read_marked, read_marked_each
from courtcase.documents.limited.previews import preview
from courtcase.documents.limited.refusals import Refused
from courtcase.documents.limited.wording import read_docx

__all__ = ["TASKS", "Refused"]
Task = Callable[..., tuple[dict[str, Any], list[bytes]]]


def nothing(files: list[IO[bytes]]) -> tuple[dict[str, Any], list[bytes]]:
    """Do nothing: whether the process answers at all, and how fast."""
    return {"files": len(files)}, []


TASKS: dict[str, Task] = {
    "examine": examine,
    "preview": preview,
    "join": join,
    "bind": bind,
    "read_docx": read_docx,
    "read_marked": read_marked,
    "read_marked_each": read_marked_each,
    "nothing": nothing,
}
