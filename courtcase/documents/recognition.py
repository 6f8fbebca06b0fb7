"""Tell what a file is by its content, and whether it can be opened at all."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import puremagic
import structlog
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

logger = structlog.get_logger(__name__)

HEAD_BYTES = 4_096
TAIL_BYTES = 2_048
# An A4 sheet at 600 dots an inch is 35 million pixels; a picture that claims far more is a trap for memory.
MOST_PIXELS = 60_000_000
MOST_ZIP_ENTRIES = 5_000
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_ZIP_RATIO = 200
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Unacceptable(Exception):
    """The file cannot be taken; `message` tells the person what to do, `code` is for machines."""

    def __init__(self, message: str | Promise, code: str) -> None:
        super().__init__(code)
        self.message = message
        self.code = code


@dataclass(frozen=True)
class Format:
    """A kind of file we take: its media type, the endings that agree with it and the check that opens it.

    The check returns the number of pages, or None where a file has none.
    """

    content_type: str
    endings: tuple[str, ...]
    check: Callable[[Path], int | None]


def recognise(path: Path, *, ending: str) -> tuple[Format, int | None]:
    """Return the format of the file at `path` and its number of pages, having opened it.

    `ending` is the ending of the name it came with ("" is allowed). Raises Unacceptable with what to do about it.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise Unacceptable(_("The file is empty. Check it on your device and choose it again."), "empty")
    found = _format_of(head)
    if ending and ending.lower() not in found.endings:
        message = _("The name ends in “%(ending)s”, but inside it is a “%(found)s” file. Rename it or choose another.")
        raise Unacceptable(message % {"ending": ending, "found": found.endings[0]}, "ending_disagrees")
    return found, found.check(path)


def _format_of(head: bytes) -> Format:
    """Return the format whose signature begins the file."""
    for signature, found in SIGNATURES:
        if head.startswith(signature):
            return found
    if head.startswith(OLE_SIGNATURE):
        message = _(
            "This is an old Word file or one protected with a password. Save it as PDF or as DOCX without a password."
        )
        raise Unacceptable(message, "old_office")
    try:
        guess = puremagic.from_string(head)
    except (puremagic.PureError, ValueError):
        guess = ""
    logger.info("upload_refused", found=guess)
    raise Unacceptable(
        _("We take PDF, JPEG, PNG and DOCX files. Save the document as PDF and choose it again."), "kind"
    )


def check_pdf(path: Path) -> int:
    """Return the number of pages of the PDF at `path`; raises Unacceptable if it is locked, cut off or damaged."""
    damaged = Unacceptable(
        _("This PDF is damaged and does not open. Save it again and choose the new file."), "damaged"
    )
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        # Without the end mark the file was cut off in copying; a library may still "recover" half of it.
        if b"%%EOF" not in file.read():
            raise damaged
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            pages = len(pdf.pages)
            if not pages or any(not isinstance(page.obj, pikepdf.Dictionary) for page in pdf.pages):
                raise damaged
            return pages
    except pikepdf.PasswordError:
        message = _("This PDF is protected with a password. Save it without a password and choose it again.")
        raise Unacceptable(message, "encrypted") from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise damaged from None


def check_image(path: Path) -> None:
    """Open the JPEG or PNG at `path`; raises Unacceptable if it is damaged or too large to be a scan."""
    too_large = Unacceptable(_("The picture is too large. Scan it at 300 dots an inch and choose it again."), "pixels")
    damaged = Unacceptable(_("This picture is damaged and does not open. Take or scan it again."), "damaged")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=("JPEG", "PNG")) as image:
                width, height = image.size
                if width * height > MOST_PIXELS:
                    raise too_large
                if image.format == "PNG":
                    image.verify()
                else:
                    # Decoding at an eighth of the size reads the whole file and needs a sixty-fourth of the memory.
                    image.draft("RGB", (max(1, width // 8), max(1, height // 8)))
                    image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_large from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, IndexError):
        raise damaged from None


def check_docx(path: Path) -> None:
    """Open the DOCX at `path`; raises Unacceptable if it is another archive, damaged, a bomb or has macros."""
    damaged = Unacceptable(_("This Word file is damaged and does not open. Save it again, best as PDF."), "damaged")
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_archive_size(entries, path.stat().st_size)
            names = {entry.filename.lower() for entry in entries}
            if not {"[content_types].xml", "word/document.xml"} <= names:
                message = _("This is an archive and not a Word file. Unpack it and choose the documents one by one.")
                raise Unacceptable(message, "archive")
            kinds = archive.read(next(e for e in entries if e.filename.lower() == "[content_types].xml"))
            if any(name.endswith("vbaproject.bin") for name in names) or b"macroenabled" in kinds.lower():
                raise Unacceptable(
                    _("This Word file holds macros. Save it as PDF or as DOCX without macros."), "macros"
                )
            if any(entry.flag_bits & 1 for entry in entries) or archive.testzip() is not None:
                raise damaged
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        raise damaged from None


def _check_archive_size(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse an archive that would unpack into far more than any document holds."""
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ZIP_ENTRIES or unpacked > MOST_UNPACKED_BYTES or unpacked > packed * MOST_ZIP_RATIO:
        raise Unacceptable(_("This Word file unpacks into too much data. Save it as PDF and choose it again."), "bomb")


PDF = Format("application/pdf", (".pdf",), check_pdf)
JPEG = Format("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), check_image)
PNG = Format("image/png", (".png",), check_image)
DOCX = Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), check_docx)
# Signatures are no attachments: petitions/filing/operations/sign_electronically.py takes them in.
SIGNATURES: tuple[tuple[bytes, Format], ...] = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"PK\x03\x04", DOCX),
)
