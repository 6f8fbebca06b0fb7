"""What was already prepared, by digest of what it was made from: the second start skips what has not changed."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

DATABASE_PATTERNS = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "*/models.py",
    "*/*/models.py",
    "*/models/*.py",
    "*/*/models/*.py",
    "courtcase/law/**/*",
    "courtcase/database.py",
    "courtcase/first_tables.py",
    "courtcase/preparation.py",
    "courtcase/modes.py",
    "requirements/run.txt",
)
FILE_PATTERNS = ("static/**/*", "locale/**/*.po", "requirements/run.txt", "courtcase/settings.py")


def digest(root: Path, patterns: Iterable[str], *words: str) -> str:
    """Return a digest of the paths and contents of all files under `root` that match, and of `words`."""
    found = hashlib.sha256("\0".join([sys.version, str(root), *words]).encode("utf-8", "surrogateescape"))
    paths = {path for pattern in patterns for path in root.glob(pattern)}
    for path in sorted(paths):
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(bytes(path.relative_to(root)) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def read(file: Path) -> dict[str, str]:
    """Return the stamps kept in `file`; none when it is missing or damaged."""
    with suppress(OSError, ValueError):
        return dict(json.loads(file.read_text(encoding="utf-8")))
    return {}


def write(file: Path, name: str, stamp: str) -> None:
    """Keep one stamp in `file`, replacing it whole, so that a crash leaves the old one."""
    half = file.with_name(file.name + ".half")
    half.write_text(json.dumps(read(file) | {name: stamp}, indent=1), encoding="utf-8")
    half.replace(file)
