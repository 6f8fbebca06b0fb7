"""The documents part: every file the snapshot names, copied with its digest checked, through Django's storage."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from courtcase.backup.manifest import BackupError, DocumentSummary
from courtcase.backup.sets import DOCUMENTS, READ_BYTES, document_path, documents_in, private, whole_sets
from courtcase.documents import storage
from courtcase.documents.models import Document

WANTED = "documents.wanted"
MOST_NAMED = 10


class NotWhole(Exception):
    """A stored file is missing, or is not what was written down of it."""


@dataclass(frozen=True)
class Copied:
    """What became of the documents: their sum, the public ids of those lost, how many a former set held already."""

    summary: DocumentSummary
    lost: list[str]
    linked: int


def write_wanted(folder: Path) -> int:
    """Write down, within the snapshot, which files are to be copied; return their size together in bytes."""
    total = 0
    with open(folder / WANTED, "w", encoding="utf-8", opener=private) as file:
        rows = (
            Document.objects.filter(erased_at=None).order_by("pk").values("storage_key", "public_id", "sha256", "size")
        )
        for row in rows.iterator(chunk_size=2_000):
            facts = {"key": row["storage_key"], "id": str(row["public_id"])}
            file.write(json.dumps(facts | {"sha256": row["sha256"], "size": row["size"]}) + "\n")
            total += row["size"]
    return total


def copy_wanted(folder: Path, *, full: bool = False) -> Copied:
    """Copy the files written down into the set, after the snapshot has ended; files are never altered, so they wait.

    A file whose row is gone by now was removed lawfully meanwhile. Anything else that is missing or altered is lost. What the
    set before holds whole is not read from the storage again, unless `full`.
    """
    count, size, removed, linked = 0, 0, 0, 0
    lost: list[str] = []
    former = None if full else next((path for path, _manifest in whole_sets()), None)
    with open(folder / DOCUMENTS, "w", encoding="utf-8", opener=private) as listing:
        for facts in wanted(folder):
            is_linked = former is not None and linked_from(former, folder, facts)
            state = "kept" if is_linked else copied_state(folder, facts)
            linked += is_linked
            listing.write(json.dumps(facts | {"state": state}) + "\n")
            if state == "kept":
                count, size = count + 1, size + facts["size"]
            elif state == "removed":
                removed += 1
            else:
                lost.append(facts["id"])
        listing.flush()
        os.fsync(listing.fileno())
    (folder / WANTED).unlink()
    return Copied(DocumentSummary(count=count, bytes=size, removed=removed, lost=len(lost)), lost, linked)


def linked_from(former: Path, folder: Path, facts: dict[str, Any]) -> bool:
    """Give the set the very file that a former set holds, a name more for the same bytes; False where it holds none whole.

    The bytes are read and their digest compared first. Sets on another disk, or on one without such names, are copied.
    """
    source, target = document_path(former, facts["key"]), document_path(folder, facts["key"])
    if problem_of(source, facts) or not storage.is_kept(facts["key"]):
        return False
    target.parent.mkdir(exist_ok=True, mode=0o700)
    try:
        os.link(source, target)
    except OSError:
        return False
    return True


def wanted(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield what `write_wanted` wrote down."""
    with (folder / WANTED).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def copied_state(folder: Path, facts: dict[str, Any]) -> str:
    """Copy one file and return what became of it: 'kept', 'removed' or 'lost'."""
    target = document_path(folder, facts["key"])
    target.parent.mkdir(exist_ok=True, mode=0o700)
    try:
        copy_one(target, facts)
    except (FileNotFoundError, NotWhole):
        target.unlink(missing_ok=True)
        # The row goes before the bytes, or says that they are erased: else they are not gone lawfully.
        stands = Document.objects.filter(storage_key=facts["key"], erased_at=None)
        return "lost" if stands.exists() else "removed"
    return "kept"


def copy_one(target: Path, facts: dict[str, Any]) -> None:
    """Copy one stored file and put it on the disk; raises NotWhole where its digest is another than the row's."""
    digest = hashlib.sha256()
    with storage.open_kept(facts["key"]) as source, open(target, "wb", opener=private) as file:
        while chunk := source.read(READ_BYTES):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if digest.hexdigest() != facts["sha256"]:
        raise NotWhole(facts["id"])


def refuse_losses(lost: list[str]) -> None:
    """Raise BackupError, naming the first few, when the storage has lost documents."""
    if lost:
        more = f" and {len(lost) - MOST_NAMED} more" if len(lost) > MOST_NAMED else ""
        raise BackupError(
            f"{len(lost)} documents are missing from the storage, or are not what was stored: "
            f"{', '.join(lost[:MOST_NAMED])}{more}. Bring them back from an older set, then take this one again; "
            "or take it without them: --accept-losses."
        )


def damaged_documents(folder: Path) -> list[str]:
    """Read every document of a set and return, as sentences, which are missing or altered."""
    lines = []
    for facts in documents_in(folder):
        if facts["state"] == "kept" and (problem := problem_of(document_path(folder, facts["key"]), facts)):
            lines.append(f"Document {facts['id']} {problem}")
    return lines


def problem_of(path: Path, facts: dict[str, Any]) -> str:
    """Return what is wrong with one document of a set, or nothing."""
    try:
        with path.open("rb") as file:
            return "" if digest_of(file) == facts["sha256"] else "was altered in the set, or was cut short."
    except OSError:
        return "is missing from the set."


def digest_of(file: IO[bytes]) -> str:
    """Return SHA-256, in hexadecimal, of what is left to read of a file."""
    digest = hashlib.sha256()
    while chunk := file.read(READ_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def put_back(folder: Path) -> int:
    """Copy the documents of a set into the storage under their old keys; return how many are there now.

    What an earlier attempt has put there already is left. Raises BackupError where a file of the set is damaged.
    """
    count = 0
    for facts in documents_in(folder):
        if facts["state"] == "kept":
            put_back_one(document_path(folder, facts["key"]), facts)
            count += 1
    return count


def put_back_one(source: Path, facts: dict[str, Any]) -> None:
    """Put one document into the storage, unless it is there, whole."""
    if storage.is_kept(facts["key"]):
        with storage.open_kept(facts["key"]) as file:
            if digest_of(file) == facts["sha256"]:
                return
        storage.delete_kept(facts["key"])
    with source.open("rb") as file:
        written = storage.write_temporary(iter(lambda: file.read(READ_BYTES), b""), limit=facts["size"])
    if written.sha256 != facts["sha256"]:
        written.path.unlink()
        raise BackupError(f"Document {facts['id']} was altered in the set.")
    storage.keep(written.path, key=facts["key"])
