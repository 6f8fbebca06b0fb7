"""What the server acknowledged: one line a promise, kept until the reckoning."""

from __future__ import annotations

import json
import threading
from collections import Counter
from pathlib import Path
from typing import Any


class Promises:
    """The log of promises, written through at once: it must outlive whatever befalls the load."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.Lock()
        self.counted: Counter[str] = Counter()
        self.file = path.open("a", encoding="utf-8")

    def keep(self, kind: str, subject: str, **facts: Any) -> None:
        """Write down that the server promised `kind` about `subject` (a public id), with what it said."""
        line = json.dumps({"kind": kind, "subject": subject, **facts}, ensure_ascii=False)
        with self.lock:
            self.file.write(line + "\n")
            self.file.flush()
            self.counted[kind] += 1

    def close(self) -> None:
        """Close the log."""
        with self.lock:
            self.file.close()


def read_promises(path: Path) -> list[dict[str, Any]]:
    """Return every promise of a log, in the order in which they were made."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
