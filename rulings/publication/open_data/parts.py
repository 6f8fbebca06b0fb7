"""Files of open data, written part by part: some rulings are read into a part, then the parts are put together."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from courtcase.documents.models import Document
from courtcase.documents.queries import open_document
from petitions.tables import MARK
from rulings.access import published
from rulings.models import Ruling
from rulings.publication.open_data import lines
from rulings.publication.open_data.codebook import COLUMNS, NORMS, RULINGS, RULINGS_JSON, TEXTS
from rulings.publication.reading import whole

# So many are in memory at once.
AT_ONCE = 50
CHUNK = 256 * 1024
QUICKLY, WELL = 1, 6
LOCAL_HEAD, LENGTHS_AT = 30, 26
FOLDER = "texts/"


@dataclass
class Part:
    """A part that was written: its bytes, how many rows of each file, and the version in which each ruling was read."""

    file: IO[bytes]
    rows: Counter[str]
    versions: dict[int, int]


def write_part(ids: Sequence[int]) -> Part:
    """Read these rulings and write what stands of them in each file; those that are not published are left out."""
    rows: Counter[str] = Counter()
    versions: dict[int, int] = {}
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115  whoever stores the part closes it
    with ExitStack() as stack, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=QUICKLY) as archive:
        tables = {name: stack.enter_context(TemporaryFile()) for name in (RULINGS, RULINGS_JSON, NORMS)}
        for ruling in read(ids):
            versions[ruling.pk] = ruling.version
            for name, line in lines_of(ruling):
                tables[name].write(line)
                rows[name] += 1
            for place, document in lines.documents_of(ruling):
                archive.writestr(member(FOLDER + place), document, compresslevel=WELL)
                rows[TEXTS] += 1
        for name, table in tables.items():
            table.seek(0)
            with archive.open(member(name), "w", force_zip64=True) as target:
                shutil.copyfileobj(table, target, CHUNK)
    file.seek(0)
    return Part(file, rows, versions)


def read(ids: Sequence[int]) -> Iterator[Ruling]:
    """Yield the rulings whole, in their order, a few in memory at a time."""
    for start in range(0, len(ids), AT_ONCE):
        found = whole(published().filter(pk__in=ids[start : start + AT_ONCE]))
        yield from found.prefetch_related("bench", "mendings").order_by("pk")


def lines_of(ruling: Ruling) -> Iterator[tuple[str, bytes]]:
    """Yield the lines of a ruling, each with the file it stands in."""
    yield RULINGS, lines.ruling_line(ruling)
    yield RULINGS_JSON, lines.json_line(ruling)
    for line in lines.norm_lines(ruling):
        yield NORMS, line


def member(name: str) -> ZipInfo:
    """Return a member of an archive: always of one time, so that equal rulings give equal bytes."""
    info = ZipInfo(name)
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
    return info


def pieces_of(name: str, parts: Iterable[Document]) -> Iterator[bytes]:
    """Yield a file, put together of the parts, piece by piece. Raises OSError where a part is gone meanwhile."""
    yield from archive_of(parts) if name == TEXTS else table_of(name, parts)


def table_of(name: str, parts: Iterable[Document]) -> Iterator[bytes]:
    """Yield a table or the lines of JSON."""
    if name in COLUMNS:
        yield MARK.encode() + lines.head_of(name)
    for part in parts:
        with open_document(part) as file, ZipFile(file) as archive, archive.open(name) as source:
            while piece := source.read(CHUNK):
                yield piece


def archive_of(parts: Iterable[Document]) -> Iterator[bytes]:
    """Yield the archive of the texts; they are taken over as they were compressed."""
    pipe = Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as whole_archive:  # type: ignore[call-overload]  # a pipe has no seek
        for part in parts:
            with open_document(part) as file, ZipFile(file) as archive:
                for info in archive.infolist():
                    if info.filename.startswith(FOLDER):
                        take_over(info, file, whole_archive)
            yield pipe.taken()
    yield pipe.taken()


def take_over(info: ZipInfo, file: IO[bytes], target: ZipFile) -> None:
    """Copy a member of an archive into another without opening it: its bytes and its checksum stay as they are."""
    file.seek(info.header_offset + LENGTHS_AT)
    name_length, extra_length = (int.from_bytes(file.read(2), "little") for _ in range(2))
    file.seek(info.header_offset + LOCAL_HEAD + name_length + extra_length)
    copied = member(info.filename.removeprefix(FOLDER))
    copied.CRC, copied.compress_size, copied.file_size = info.CRC, info.compress_size, info.file_size
    enter(target, copied, file.read(info.compress_size))


def enter(target: ZipFile, info: ZipInfo, compressed: bytes) -> None:
    """Write a member that is compressed already, and enter it into the contents, as the library does for its own."""
    file: IO[bytes] = target.fp  # type: ignore[assignment]
    info.header_offset = file.tell()
    file.write(info.FileHeader())
    file.write(compressed)
    target.filelist.append(info)
    target.NameToInfo[info.filename] = info
    target.start_dir = file.tell()


class Pipe:
    """What an archive is written to, and taken from again piece by piece, so that it is never whole in memory."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.place = 0

    def write(self, piece: bytes) -> int:
        """Take a piece; return its length."""
        self.waiting.append(bytes(piece))
        self.place += len(piece)
        return len(piece)

    def tell(self) -> int:
        """Return how much was written."""
        return self.place

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        taken, self.waiting = b"".join(self.waiting), []
        return taken
