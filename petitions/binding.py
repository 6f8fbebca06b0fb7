"""Papers bound into one PDF: parts, plain sheets, the contents before them. The binding itself is a limited process's."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

import pikepdf
from django.utils.translation import get_language

from courtcase.documents.limited import client
from courtcase.documents.models import Document
from courtcase.documents.pdf import render_pdf
from courtcase.documents.previews import as_local_file
from courtcase.operations import WrongState

BOUND_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png"})
# So many files at most are handed to the limited process at once.
MOST = 200
SECONDS = 120.0


@dataclass(frozen=True)
class Part:
    """One part of a file: its title, and either a stored document or the bytes of a PDF of ours; and how many pages."""

    title: str
    pages: int
    document: Document | None = None
    content: bytes = b""


def sheet(title: str, paragraphs: Sequence[str]) -> bytes:
    """Return a plain sheet as a PDF."""
    return render_pdf("sheet", {"title": title, "paragraphs": list(paragraphs)}, get_language() or "kk")


def written(title: str, content: bytes) -> Part:
    """Return a PDF of ours as a part, its pages counted."""
    with pikepdf.open(io.BytesIO(content)) as made:
        return Part(title, len(made.pages), content=content)


def contents_of(title: str, parts: Sequence[Part]) -> Part:
    """Return the contents: each part with the page it begins on, the pages of the contents themselves counted in."""
    own = 1
    while True:
        first, lines = own + 1, []
        for part in parts:
            lines.append(f"{part.title} — {first}")
            first += part.pages
        made = written(title, sheet(title, lines))
        if made.pages <= own:
            return made
        own = made.pages


def bound(parts: list[Part], *, title: str) -> tuple[bytes, int]:
    """Return the parts as one PDF, bound in the limited process, and how many pages it has. Raises client errors, WrongState."""
    content, pages = bound_apart(parts, title=title)
    return content, sum(pages)


def bound_apart(parts: list[Part], *, title: str, seconds: float = SECONDS) -> tuple[bytes, list[int]]:
    """Do what `bound` says, and return how many pages each part took: one that cannot be read takes none."""
    with ExitStack() as opened:
        files = [
            opened.enter_context(as_local_file(part.document)) if part.document else copied(part, opened)
            for part in parts
        ]
        asked = client.ask("bind", files, seconds=seconds, titles=[part.title for part in parts], title=title)
        found = asked.found()
        content = b"".join(piece for pieces in asked.made() for piece in pieces)
    if not content:
        raise WrongState("nothing was bound")
    return content, list(found["pages"])


def copied(part: Part, opened: ExitStack) -> IO[bytes]:
    """Return what the system itself wrote as a file of this machine, which another process can be handed."""
    file: IO[bytes] = opened.enter_context(TemporaryFile())  # noqa: SIM115  the stack closes it
    file.write(part.content)
    file.flush()
    file.seek(0)
    return file
