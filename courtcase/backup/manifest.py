"""What a set says of itself: written last, sealed by its own digest, read before anything else of the set."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

import rfc8785

FORMAT = 1
KEYS_NOTE = (
    "THE KEYS ARE NOT IN THIS SET. What people wrote is sealed; without the files of the keys named here nobody can "
    "ever open it. Keep the key files elsewhere, twice."
)


class BackupError(Exception):
    """A backup or a restore that cannot go on; the text says in plain words why, and what to do."""


def first_line(error: Exception) -> str:
    """Return what an error says in its first line: those that follow may quote rows."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


@dataclass(frozen=True)
class Part:
    """One file of the set: its SHA-256 in hexadecimal and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class DocumentSummary:
    """The documents of the set; each stands with its own digest in documents.jsonl.

    `removed` were removed lawfully between the snapshot and their copying; `lost` were missing or altered in the
    storage before this set was taken, and the operator took the set all the same.
    """

    count: int
    bytes: int
    removed: int
    lost: int


@dataclass(frozen=True)
class NeededKeys:
    """The ids of the keys that open the set, each with a digest by which the right file is known (not the key)."""

    note: str
    key_encryption_keys: dict[str, str]
    index_key: str


@dataclass(frozen=True)
class RegisterState:
    """The register in the snapshot: sealed entries, their root (hexadecimal), events that waited for the sealer."""

    entries: int
    root: str
    waiting: int


@dataclass(frozen=True)
class Manifest:
    """Everything a set says of itself; the instants are aware and in UTC."""

    mode: str
    application_version: str
    application_commit: str
    migrations: dict[str, list[str]]
    server_version: str
    dumped_with: int
    began_at: datetime
    finished_at: datetime
    rows: dict[str, int]
    documents: DocumentSummary
    keys: NeededKeys
    register: RegisterState
    parts: dict[str, Part]
    format: int = FORMAT


def to_json(manifest: Manifest) -> str:
    """Return the manifest as indented JSON, closed by the seal over everything else."""
    facts = asdict(manifest)
    facts |= {name: facts[name].astimezone(UTC).isoformat() for name in ("began_at", "finished_at")}
    return json.dumps(facts | {"seal": seal_of(facts)}, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Manifest:
    """Return the manifest in `text`. Raises BackupError when it is cut short, altered, or of a newer format."""
    try:
        facts: dict[str, Any] = json.loads(text)
        seal = facts.pop("seal")
        number = int(facts["format"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError("Its manifest.json is cut short or damaged: the set cannot be trusted.") from error
    if number > FORMAT:
        raise BackupError(f"Its format is {number}, this version reads up to {FORMAT}: use the version that made it.")
    if seal != seal_of(facts):
        raise BackupError("Its manifest.json was altered after it was written: the set cannot be trusted.")
    return Manifest(
        **{name.name: facts[name.name] for name in fields(Manifest) if name.name not in _MADE},
        began_at=datetime.fromisoformat(facts["began_at"]),
        finished_at=datetime.fromisoformat(facts["finished_at"]),
        documents=DocumentSummary(**facts["documents"]),
        keys=NeededKeys(**facts["keys"]),
        register=RegisterState(**facts["register"]),
        parts={name: Part(**part) for name, part in facts["parts"].items()},
    )


def seal_of(facts: dict[str, Any]) -> str:
    """Return SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of all facts but the seal."""
    return hashlib.sha256(rfc8785.dumps(facts)).hexdigest()


_MADE = frozenset({"began_at", "finished_at", "documents", "keys", "register", "parts"})
