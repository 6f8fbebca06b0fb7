"""Have a file examined in the limited process, and say in a sentence what to do where it cannot be taken."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import structlog
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.documents.limited import client

logger = structlog.get_logger(__name__)
SECONDS = 15.0
KINDS = _("We take PDF, JPEG, PNG, DOCX and signed CMS files. Save the document as PDF and choose it again.")
LOCKED_WORD = _(
    "This Word file is protected with a password. Open it in Word, take the password off, save it and choose it again."
)
# What the limited process finds, as (the word for machines, the sentence for people).
REFUSALS: dict[str, tuple[str, str | Promise]] = {
    "empty": ("empty", _("The file is empty. Check it on your device and choose it again.")),
    "kind": ("kind", KINDS),
    "ending_disagrees": (
        "ending_disagrees",
        _("The name ends in “%(ending)s”, but inside it is a “%(found)s” file. Rename it or choose another."),
    ),
    "old_office": ("old_office", _("This is an old Word file. Save it as PDF or as DOCX and choose it again.")),
    "open_document": (
        "kind",
        _("This is an OpenDocument file. Save it as PDF or as DOCX and choose it again."),
    ),
    "other_office": ("kind", _("This is a spreadsheet or a presentation. Save it as PDF and choose it again.")),
    "apple_picture": (
        "kind",
        _("This is a HEIC picture, which not everybody can open. Save it as JPEG or PDF and choose it again."),
    ),
    "locked_office": ("encrypted", LOCKED_WORD),
    "encrypted": (
        "encrypted",
        _("This PDF is protected with a password. Save it without a password and choose it again."),
    ),
    "damaged_pdf": ("damaged", _("This PDF is damaged and does not open. Save it again and choose the new file.")),
    "damaged_picture": ("damaged", _("This picture is damaged and does not open. Take or scan it again.")),
    "damaged_docx": ("damaged", _("This Word file is damaged and does not open. Save it again, best as PDF.")),
    "damaged_container": (
        "damaged",
        _("This signed file is damaged or nobody signed it. Sign the document again and choose the new file."),
    ),
    "pixels": ("pixels", _("The picture is too large. Scan it at 300 dots an inch and choose it again.")),
    "archive": (
        "archive",
        _("This is an archive and not a Word file. Unpack it and choose the documents one by one."),
    ),
    "macros": ("macros", _("This Word file holds macros. Save it as PDF or as DOCX without macros.")),
    "bomb": ("bomb", _("This Word file unpacks into too much data. Save it as PDF and choose it again.")),
    "no_words": ("no_words", _("There are no words in this file. If it is a scan, attach it as a document instead.")),
    "too_heavy": (
        "too_heavy",
        _(
            "This file could not be opened in a reasonable time: it is damaged or too complex. "
            "Save it as a new PDF, or photograph its pages, and choose that."
        ),
    ),
    "virus": ("virus", _("The virus scanner found a virus in this file. Clean your device and choose it again.")),
    "not_checked": (
        "not_checked",
        _("This file could not be checked, through a failure of ours. Please choose it again, or one made anew."),
    ),
    "lost": ("lost", _("This file was lost on its way, through a failure of ours. Please choose it again.")),
}
# Beginnings of large files, the endings that agree with them and their media types: enough to keep them until they are opened.
BEGINNINGS: tuple[tuple[bytes, tuple[str, ...], str], ...] = (
    (b"%PDF-", (".pdf",), "application/pdf"),
    (b"\xff\xd8\xff", (".jpg", ".jpeg"), "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", (".png",), "image/png"),
    (b"PK\x03\x04", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
)


class Unacceptable(Exception):
    """The file cannot be taken; `message` tells the person what to do, `code` is for machines, `found` names the sentence."""

    def __init__(self, message: str | Promise, code: str, *, found: str) -> None:
        super().__init__(code)
        self.message = message
        self.code = code
        self.found = found


@dataclass(frozen=True)
class Recognised:
    """What a file is: its media type, the usual ending, the pages of a PDF, how well a picture can be read."""

    content_type: str
    ending: str
    pages: int | None
    legibility: str


def recognise(path: Path, *, ending: str) -> Recognised:
    """Return what the file at `path` is, having opened it; meanwhile it is put on the disk for good.

    `ending` is the ending of the name it came with ("" is allowed). Raises Unacceptable with what to do about it, and
    OSError where the disk fails or nothing can be examined just now.
    """
    with path.open("rb") as file:
        return recognise_open(file, ending=ending)


def recognise_open(file: IO[bytes], *, ending: str) -> Recognised:
    """Return the same of an open file."""
    asked = client.ask("examine", [file], seconds=SECONDS, ending=ending)
    os.fsync(file.fileno())
    try:
        found = asked.found()
    except client.NotTaken as refused:
        raise refusal(refused.code, refused.words) from None
    except client.TooHeavy:
        raise refusal("too_heavy", {}) from None
    return Recognised(found["content_type"], found["ending"], found.get("pages"), found.get("legibility", ""))


def refusal(code: str, words: dict[str, Any]) -> Unacceptable:
    """Return what is said of a file that the limited process refused with `code`."""
    known, sentence = REFUSALS[code]
    if known == "kind":
        logger.info("upload_refused", found=words.get("found", code))
    return Unacceptable(sentence % words if words else sentence, known, found=code)


def looks_like(path: Path, *, ending: str) -> Recognised | None:
    """Return what the file at `path` says it is, without opening it: None where its beginning and `ending` do not agree."""
    with path.open("rb") as file:
        head = file.read(8)
    for beginning, endings, content_type in BEGINNINGS:
        if head.startswith(beginning) and ending.lower() in {"", *endings}:
            return Recognised(content_type, endings[0], None, "")
    return None


def why_refused(found: str) -> str | Promise:
    """Return the sentence that stands for `found`, one of REFUSALS; for one that needs words of its own, the kinds we take."""
    sentence = REFUSALS[found][1] if found in REFUSALS else KINDS
    return KINDS if "%(" in str(sentence) else sentence
