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


def words_of_docx(uploaded: IO[bytes] | Any) -> Wording:
    """Return the text of a DOCX, numbering and footnotes kept. Nothing is stored.

    Raises Unacceptable with what to do about the file, and OSError where the limited process cannot be reached.
    """
    with tempfile.TemporaryFile() as copy:
        uploaded.seek(0)
        shutil.copyfileobj(uploaded, copy)
        copy.flush()
        copy.seek(0)
        asked = client.ask("read_docx", [copy], seconds=SECONDS)
        try:
            found = asked.found()
            text = b"".join(piece for pieces in asked.made() for piece in pieces).decode()
        except client.NotTaken as refused:
            raise refusal(refused.code, refused.words) from None
        except client.TooHeavy:
            raise refusal("too_heavy", {}) from None
    if not text.strip():
        raise refusal("no_words", {})
    return Wording(text, found["left_out"])


__all__ = ["MOST_BYTES", "Unacceptable", "Wording", "words_of_docx"]
