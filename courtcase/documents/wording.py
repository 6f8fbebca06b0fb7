"""The words of a Word file that somebody chose to take over, read in the limited process."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from typing import IO, Any

from courtcase.documents.limited import client
from courtcase.documents.recognition import Unacceptable, refusal

MOST_BYTES = 5 * 1024 * 1024
SECONDS = 15.0


@dataclass(frozen=True)
class Wording:
    """The text of a file; `left_out`: it is longer than what was taken."""

    text: str
    left_out: bool


@dataclass(frozen=True)
class MarkedWording:
    """The text of a file with the marks of a ruling; `lost` counts what the file shows and the text does not, by kind."""

    text: str
    lost: dict[str, int]


def words_of_docx(uploaded: IO[bytes] | Any) -> Wording:
    """Return the text of a DOCX, numbering and footnotes kept. Nothing is stored.

    Raises Unacceptable with what to do about the file, and OSError where the limited process cannot be reached.
    """
    found, text = asked("read_docx", uploaded)
    return Wording(text, found["left_out"])


def marked_words_of_docx(uploaded: IO[bytes] | Any) -> MarkedWording:
    """Return the text of a DOCX in the form a ruling is pasted in, and a count of what it does not keep. Nothing is stored.

    Raises Unacceptable with what to do about the file, and OSError where the limited process cannot be reached.
    """
    found, text = asked("read_marked", uploaded)
    return MarkedWording(text, found["lost"])


def asked(task: str, uploaded: IO[bytes] | Any) -> tuple[dict[str, Any], str]:
    """Let the limited process read a file; returns what it found, and the text. Raises Unacceptable, OSError."""
    with tempfile.TemporaryFile() as copy:
        uploaded.seek(0)
        shutil.copyfileobj(uploaded, copy)
        copy.flush()
        copy.seek(0)
        question = client.ask(task, [copy], seconds=SECONDS)
        try:
            found = question.found()
            text = b"".join(piece for pieces in question.made() for piece in pieces).decode()
        except client.NotTaken as refused:
            raise refusal(refused.code, refused.words) from None
        except client.TooHeavy:
            raise refusal("too_heavy", {}) from None
    if not text.strip():
        raise refusal("no_words", {})
    return found, text


__all__ = ["MOST_BYTES", "MarkedWording", "Unacceptable", "Wording", "marked_words_of_docx", "words_of_docx"]
