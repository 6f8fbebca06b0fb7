"""The words of a Word file that somebody chose to take over, read in the limited process."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
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
    found, (text,) = asked("read_docx", [uploaded])
    return Wording(text, found["left_out"])


def marked_words_of_docx(uploaded: IO[bytes] | Any) -> MarkedWording:
    """Return the text of a DOCX in the form a ruling is pasted in, and a count of what it does not keep. Nothing is stored.

    Raises Unacceptable with what to do about the file, and OSError where the limited process cannot be reached.
    """
    found, (text,) = asked("read_marked", [uploaded])
    return MarkedWording(text, found["lost"])


def marked_words_of_each(uploaded: Sequence[IO[bytes]]) -> list[MarkedWording]:
    """Return the texts of the files of one thing, as `marked_words_of_docx` does that of one file, asking once.

    Raises Unacceptable where any of them is not taken, without saying which, and OSError.
    """
    found, texts = asked("read_marked_each", uploaded)
    return [MarkedWording(text, lost) for text, lost in zip(texts, found["lost"], strict=True)]


def asked(task: str, uploaded: Sequence[IO[bytes] | Any]) -> tuple[dict[str, Any], list[str]]:
    """Let the limited process read files; returns what it found, and the text of each. Raises Unacceptable, OSError."""
    with ExitStack() as stack:
        question = client.ask(task, [copied(one, stack) for one in uploaded], seconds=SECONDS)
        try:
            found = question.found()
            texts = [b"".join(pieces).decode() for pieces in question.made()]
        except client.NotTaken as refused:
            raise refusal(refused.code, refused.words) from None
        except client.TooHeavy:
            raise refusal("too_heavy", {}) from None
    if not all(text.strip() for text in texts):
        raise refusal("no_words", {})
    return found, texts


def copied(uploaded: IO[bytes] | Any, stack: ExitStack) -> IO[bytes]:
    """Return a temporary copy of a file, which lasts as long as the stack: an upload may lie in memory alone."""
    copy = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    uploaded.seek(0)
    shutil.copyfileobj(uploaded, copy)
    copy.flush()
    copy.seek(0)
    return copy


__all__ = [
    "MOST_BYTES",
    "MarkedWording",
    "Unacceptable",
    "Wording",
    "marked_words_of_docx",
    "marked_words_of_each",
    "words_of_docx",
]
