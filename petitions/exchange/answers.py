"""The answer to a portal's file: a line for each of its lines, on the disk before the next is read, so that a run goes on
where one before it ended."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

OUTCOMES = ("taken", "known", "refused")


class AnswersRefused(Exception):
    """The answers cannot be written there; its words say why, to the Court's operator."""


class Answers:
    """Answers that are being written: what was answered before, and where the next goes."""

    def __init__(self, file: IO[bytes], header: dict[str, Any]) -> None:
        self.file = file
        self.counts = dict.fromkeys(OUTCOMES, 0)
        self.last = 0
        self.take_up(header)

    def take_up(self, header: dict[str, Any]) -> None:
        """Read what a run before wrote and cut off a line that broke off; raises AnswersRefused for another file's."""
        whole, end = [], 0
        for text in self.file:
            if not text.endswith(b"\n"):
                break
            whole.append(json.loads(text))
            end += len(text)
        self.file.seek(end)
        self.file.truncate()
        if not whole:
            self.write(header)
        elif whole[0] != header:
            raise AnswersRefused("answers to another file stand there: name another file for the answers")
        for answer in whole[1:]:
            self.count(answer)

    def add(self, answer: dict[str, Any]) -> None:
        """Write the answer to one line."""
        self.write(answer)
        self.count(answer)

    def count(self, answer: dict[str, Any]) -> None:
        """Count one answer."""
        self.counts[answer["outcome"]] += 1
        self.last = answer["line"]

    def write(self, told: dict[str, Any]) -> None:
        """Write one line and have it on the disk."""
        self.file.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
        self.file.flush()
        os.fsync(self.file.fileno())


@contextmanager
def answering(path: Path, header: dict[str, Any]) -> Iterator[Answers]:
    """Write answers beside `path` until the block ends; done whole, they stand under that name, for its owner alone.

    Raises AnswersRefused where answers stand there already, belong to another file, or another run writes them.
    """
    if path.exists():
        raise AnswersRefused(f"{path.name} is there already: name another file for the answers")
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AnswersRefused("another run answers this file just now") from error
        answers = Answers(file, header)
        yield answers
        answers.write({"finished": True, **answers.counts})
        part.replace(path)
