"""Random passwords of the embedded servers, made once and kept in one file only its owner can read."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

NAMES = ("postgres", "courtcase_owner", "courtcase_app", "secret_key", "demo_password")
EASY_WORDS = (
    *("amber", "birch", "cedar", "copper", "falcon", "granite", "harbor", "juniper", "lantern", "maple"),
    *("meadow", "orchard", "pepper", "river", "saddle", "silver", "steppe", "tulip", "walnut", "willow"),
)


def read_or_make(folder: Path) -> dict[str, str]:
    """Return the secrets kept in `folder`; those that are missing are made and stored first (mode 0600)."""
    path = folder / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    missing = [name for name in NAMES if name not in known]
    if missing:
        known |= {name: easy_password() if name == "demo_password" else secrets.token_urlsafe(32) for name in missing}
        write_private(path, json.dumps(known, indent=1))
    return known


def easy_password() -> str:
    """Return a password a person can type: three words and a number. It opens nothing but synthetic data."""
    words = [secrets.choice(EASY_WORDS) for _ in range(3)]
    return "-".join([*words, str(secrets.randbelow(900) + 100)])


def write_private(path: Path, text: str) -> None:
    """Write `text` to `path` so that a crash leaves either the old file or the new one, readable by its owner only."""
    half = path.with_name(path.name + ".half")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
