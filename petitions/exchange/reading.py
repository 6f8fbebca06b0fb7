"""Reading a file of a portal: JSON lines, alone or in a zip with the files they name. Nothing of it is trusted or unpacked."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError

LINES = "petitions.jsonl"
MOST_LINES = 10_000
MOST_BYTES = 2 * 1024**3
# A line that carries its files in itself, in base64: some attachments of the usual size.
LONGEST_LINE = 64 * 1024**2
MOST_MEMBERS = 100_000
PIECE = 1024**2
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)


class UnreadableFile(Exception):
    """The whole file cannot be read; its words say why, to the Court's operator."""


@dataclass
class PortalFile:
    """A file that is open: its lines, and the files beside them where it is a zip."""

    lines: IO[bytes]
    archive: zipfile.ZipFile | None = None
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def numbered(self) -> Iterator[tuple[int, bytes | None]]:
        """Yield each line that is not empty with its number from one; None for one that is longer than any may be.

        Raises UnreadableFile for more lines than are allowed, and for a zip that breaks off.
        """
        number = 0
        while line := self.next_line():
            number += 1
            if number > MOST_LINES:
                raise UnreadableFile(f"more than {MOST_LINES} lines: divide the file")
            if len(line) > LONGEST_LINE:
                while line and not line.endswith(b"\n"):
                    line = self.next_line()
                yield number, None
            elif line.strip():
                yield number, line

    def next_line(self) -> bytes:
        """Return what comes up to the end of the line, at most a little more than a line may have; empty: the end."""
        try:
            return self.lines.readline(LONGEST_LINE + 1)
        except BROKEN as error:
            raise UnreadableFile(f"{LINES} breaks off") from error

    def read(self, named: Any, *, limit: int, place: str) -> bytes:
        """Return the bytes a line names: `{"base64": …}`, or the name of a file in the zip.

        Raises OperationError beside `place` for what is not there, not readable or larger than `limit`.
        """
        if isinstance(named, dict) and isinstance(named.get("base64"), str):
            content = decoded(named["base64"], place=place)
        elif self.archive is not None and isinstance(named, str) and named in self.members:
            content = member(self.archive, self.members[named], limit=limit, place=place)
        else:
            raise refusal(_("This file is not in the zip, nor written here in base64."), place, "no_file")
        if len(content) > limit:
            message = _("This file is larger than %(limit)d MB.") % {"limit": limit // 1024**2}
            raise refusal(message, place, "too_large")
        return content


def member(archive: zipfile.ZipFile, found: zipfile.ZipInfo, *, limit: int, place: str) -> bytes:
    """Return the bytes of a file in a zip, at most one more than `limit`, whatever the zip says of its size."""
    try:
        with archive.open(found) as file:
            return file.read(limit + 1)
    except BROKEN as error:
        raise refusal(_("This file in the zip is damaged or locked with a password."), place, "damaged") from error


@contextmanager
def opened(path: Path) -> Iterator[PortalFile]:
    """Open a file of a portal until the block ends. Raises UnreadableFile, and OSError where it is not there."""
    if path.stat().st_size > MOST_BYTES:
        raise UnreadableFile(f"larger than {MOST_BYTES // 1024**3} GB: divide it")
    if not zipfile.is_zipfile(path):
        with path.open("rb") as plain:
            yield PortalFile(plain)
        return
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        raise UnreadableFile("this zip is damaged") from error
    with archive:
        members = {one.filename: one for one in archive.infolist()}
        if len(members) > MOST_MEMBERS or LINES not in members:
            raise UnreadableFile(f"no {LINES} in this zip" if LINES not in members else "too many files in this zip")
        try:
            lines: IO[bytes] = archive.open(members[LINES])
        except BROKEN as error:
            raise UnreadableFile(f"{LINES} cannot be read") from error
        with lines:
            yield PortalFile(lines, archive, members)


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def decoded(text: str, *, place: str) -> bytes:
    """Return the bytes written in base64; raises OperationError beside `place`."""
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise refusal(_("This is no base64."), place, "invalid") from error


def refusal(message: Any, place: str, code: str) -> OperationError:
    """Return the refusal of what stands at `place` of a line."""
    return OperationError(message, field=place, code=code)
