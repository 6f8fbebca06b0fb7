"""Tell what a file is by its content, and whether it can be opened at all."""

from __future__ import annotations

import base64
import binascii
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, cast

import pikepdf
import puremagic
from asn1crypto import cms
from PIL import Image, UnidentifiedImageError

from courtcase.documents.limited.legibility import legibility_of
from courtcase.documents.limited.refusals import Refused

HEAD_BYTES = 4_096
TAIL_BYTES = 2_048
# An A4 sheet at 600 dots an inch is 35 million pixels; a picture that claims far more is a trap for memory.
MOST_PIXELS = 60_000_000
# Of a larger PNG it is not said at once whether it is too dark: that alone would take a second.
MOST_PIXELS_AT_ONCE = 16_000_000
MOST_ZIP_ENTRIES = 5_000
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_ZIP_RATIO = 200
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKED_SIGNATURES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"PK\x05\x06")
LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
APPLE_PICTURE = re.compile(rb"^....ftyp(?:heic|heix|hevc|heim|heis|mif1|msf1|avif)", re.DOTALL)
# A SEQUENCE that begins with the name of signed data (1.2.840.113549.1.7.2), in DER or in BER of no stated length.
SIGNED_DATA = re.compile(
    rb"^\x30(?:[\x00-\x80]|\x81.|\x82..|\x83...|\x84....)\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", re.DOTALL
)
ARMOUR = re.compile(rb"^-----BEGIN (?:CMS|PKCS7)-----\s(.*)-----END (?:CMS|PKCS7)-----", re.DOTALL)


@dataclass(frozen=True)
class Format:
    """A kind of file we take: its media type, the endings that agree with it and the check that opens it.

    The check returns what is found beside: `pages` of a PDF, `legibility` of a picture.
    """

    content_type: str
    endings: tuple[str, ...]
    check: Callable[[IO[bytes]], dict[str, Any]]


def examine(files: list[IO[bytes]], *, ending: str) -> tuple[dict[str, Any], list[bytes]]:
    """Return the media type of the file, its usual ending, and what its check found, having opened it.

    `ending` is the ending of the name it came with ("" is allowed). Raises Refused.
    """
    file = files[0]
    found = format_of(file)
    if ending and ending.lower() not in found.endings:
        if found is DOCX:  # what the archive is says more than what it is not
            check_docx(file)
        raise Refused("ending_disagrees", ending=ending, found=found.endings[0])
    file.seek(0)
    return {"content_type": found.content_type, "ending": found.endings[0], **found.check(file)}, []


def format_of(file: IO[bytes]) -> Format:
    """Return the format whose signature begins the file. Raises Refused for one that we do not take."""
    head = file.read(HEAD_BYTES)
    if not head:
        raise Refused("empty")
    for signature, found in SIGNATURES:
        if head.startswith(signature):
            return found
    if SIGNED_DATA.match(head) or head.startswith((b"-----BEGIN CMS-----", b"-----BEGIN PKCS7-----")):
        return CMS
    if head.startswith(OLE_SIGNATURE):
        file.seek(0)
        raise Refused("locked_office" if LOCKED_OFFICE in file.read() else "old_office")
    if APPLE_PICTURE.match(head):
        raise Refused("apple_picture")
    if head.startswith(PACKED_SIGNATURES):
        raise Refused("archive")
    try:
        guess = puremagic.from_string(head)
    except (puremagic.PureError, ValueError):
        guess = ""
    raise Refused("kind", found=guess)


def check_pdf(file: IO[bytes]) -> dict[str, Any]:
    """Return the number of pages of a PDF; raises Refused if it is locked, cut off or damaged."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL_BYTES))
    # Without the end mark the file was cut off in copying; a library may still "recover" half of it.
    if b"%%EOF" not in file.read():
        raise Refused("damaged_pdf")
    file.seek(0)
    try:
        with pikepdf.open(cast(BinaryIO, file), suppress_warnings=True) as pdf:
            pages = len(pdf.pages)
            if not pages or any(not isinstance(page.obj, pikepdf.Dictionary) for page in pdf.pages):
                raise Refused("damaged_pdf")
            return {"pages": pages}
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise Refused("damaged_pdf") from None


def check_image(file: IO[bytes]) -> dict[str, Any]:
    """Open a JPEG or PNG and say how well it can be read; raises Refused if it is damaged or too large to be a scan."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=("JPEG", "PNG")) as image:
                width, height = image.size
                if width * height > MOST_PIXELS:
                    raise Refused("pixels")
                if image.format == "PNG":
                    image.verify()
                else:
                    # Decoding at an eighth of the size reads the whole file and needs a sixty-fourth of the memory.
                    image.draft("RGB", (max(1, width // 8), max(1, height // 8)))
                    image.load()
                    return {"legibility": legibility_of(image)}
            if width * height > MOST_PIXELS_AT_ONCE:
                return {}
            file.seek(0)
            with Image.open(file, formats=("PNG",)) as image:
                return {"legibility": legibility_of(image)}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, IndexError):
        raise Refused("damaged_picture") from None


def check_docx(file: IO[bytes]) -> dict[str, Any]:
    """Open a DOCX; raises Refused if it is another archive, damaged, a bomb or has macros."""
    size = file.seek(0, 2)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            check_archive_size(entries, size)
            names = {entry.filename.lower() for entry in entries}
            if not {"[content_types].xml", "word/document.xml"} <= names:
                raise Refused(kind_of_archive(names))
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refused("locked_office")
            kinds = archive.read(next(e for e in entries if e.filename.lower() == "[content_types].xml"))
            if any(name.endswith("vbaproject.bin") for name in names) or b"macroenabled" in kinds.lower():
                raise Refused("macros")
            if archive.testzip() is not None:
                raise Refused("damaged_docx")
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        raise Refused("damaged_docx") from None
    return {}


def kind_of_archive(names: set[str]) -> str:
    """Return why an archive with these `names` in it is not taken."""
    if {"mimetype", "meta-inf/manifest.xml"} <= names:
        return "open_document"
    return "other_office" if names & {"xl/workbook.xml", "ppt/presentation.xml"} else "archive"


def check_archive_size(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse an archive that would unpack into far more than any document holds."""
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ZIP_ENTRIES or unpacked > MOST_UNPACKED_BYTES or unpacked > packed * MOST_ZIP_RATIO:
        raise Refused("bomb")


def check_cms(file: IO[bytes]) -> dict[str, Any]:
    """Open a signed container; raises Refused if it is damaged or nobody signed it. Whether it is valid is not asked here."""
    content = file.read()
    try:
        if armoured := ARMOUR.match(content):
            content = base64.b64decode(b"".join(armoured.group(1).split()), validate=True)
        container = cms.ContentInfo.load(content, strict=True)
        if container["content_type"].native != "signed_data" or not len(container["content"]["signer_infos"]):
            raise Refused("damaged_container")
    except (ValueError, TypeError, KeyError, binascii.Error):
        raise Refused("damaged_container") from None
    return {}


PDF = Format("application/pdf", (".pdf",), check_pdf)
JPEG = Format("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), check_image)
PNG = Format("image/png", (".png",), check_image)
DOCX = Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), check_docx)
CMS = Format("application/pkcs7-mime", (".p7s", ".cms", ".p7m", ".sig"), check_cms)
SIGNATURES: tuple[tuple[bytes, Format], ...] = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"PK\x03\x04", DOCX),
)
