"""How the limited process says that it does not take a file."""

from __future__ import annotations


class Refused(Exception):
    """The file cannot be taken; `code` says why (courtcase/documents/recognition.py has the sentence), `words` with what."""

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words
