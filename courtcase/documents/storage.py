"""Where the bytes lie: a temporary file first, then a random key in Django's default storage (a folder or S3)."""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import IO, NamedTuple

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

INCOMING = "incoming"
KEPT = "kept"
ORPHAN_AGE = timedelta(days=1)
FOLLOWED_BYTES = 1024 * 1024
NOTHING_MORE = -1


class TooLarge(Exception):
    """More bytes came than are allowed."""


class Written(NamedTuple):
    """A temporary file: its path, its SHA-256 in hexadecimal and its size in bytes."""

    path: Path
    sha256: str
    size: int


class Incoming:
    """A temporary file that is hashed while it is written. Whoever begins one finishes it by `written` or `discard`."""

    def __init__(self, *, limit: int) -> None:
        folder = Path(settings.MEDIA_ROOT) / INCOMING
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = folder / secrets.token_hex(16)
        self.limit = limit
        self.size = 0
        self._digest = hashlib.sha256()
        self._file = self.path.open("x+b", buffering=0)
        self.path.chmod(0o600)

    @property
    def sha256(self) -> str:
        """Return the digest of what was written so far, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, piece: bytes) -> None:
        """Write a piece. Raises TooLarge beyond the limit and OSError when the disk fails; the file is gone then."""
        try:
            if self.size + len(piece) > self.limit:
                raise TooLarge
            self._write(memoryview(piece))
            self.size += len(piece)
            self._digest.update(piece)
        except BaseException:
            self.discard()
            raise

    def written(self) -> Written:
        """Close the file and return what it is; `put_on_disk` makes it outlast a power cut. Raises OSError."""
        self._file.close()
        return Written(self.path, self.sha256, self.size)

    def discard(self) -> None:
        """Close the file and remove it."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def _write(self, left: memoryview) -> None:
        """Write all that is left; the system may take less at once. Raises OSError."""
        while left:
            left = left[self._file.write(left) :]


class Followed(Incoming):
    """The same for large files: a thread hashes what lies in the file already, a megabyte at a time, while more comes.

    It reads the file again rather than be handed the pieces: for every piece two threads would wait for Python's lock, which
    costs more than the reading.
    """

    def __init__(self, *, limit: int) -> None:
        super().__init__(limit=limit)
        self._told = 0
        self._failed: OSError | None = None
        self._written: SimpleQueue[int] = SimpleQueue()
        self._follower: threading.Thread | None = threading.Thread(target=self._follow, daemon=True)
        self._follower.start()

    def write(self, piece: bytes) -> None:
        """Write a piece. Raises what `Incoming.write` does; the file is gone then."""
        try:
            if self.size + len(piece) > self.limit:
                raise TooLarge
            self._write(memoryview(piece))
            self.size += len(piece)
        except BaseException:
            self.discard()
            raise
        if self.size - self._told >= FOLLOWED_BYTES:
            self._tell()

    def written(self) -> Written:
        """Wait until all is hashed and return what the file is; asked again, the same. Raises OSError where it cannot be read."""
        self._end()
        if self._failed is not None:
            raise self._failed
        return super().written()

    def discard(self) -> None:
        """Let the thread end, close the file and remove it."""
        self._end()
        super().discard()

    def _tell(self) -> None:
        """Let the thread know how much lies in the file."""
        self._told = self.size
        self._written.put(self.size)

    def _end(self) -> None:
        """Let the thread know of the rest and that nothing more comes, and wait for it."""
        follower, self._follower = self._follower, None
        if follower is not None:
            self._tell()
            self._written.put(NOTHING_MORE)
            follower.join()

    def _follow(self) -> None:
        """Hash what lies in the file, until nothing more comes."""
        buffer = memoryview(bytearray(FOLLOWED_BYTES))
        hashed = 0
        while (size := self._written.get()) != NOTHING_MORE:
            try:
                while hashed < size:
                    count = os.preadv(self._file.fileno(), [buffer[: size - hashed]], hashed)
                    if not count:
                        raise OSError("the file is shorter than what was written into it")
                    self._digest.update(buffer[:count])
                    hashed += count
            except OSError as error:
                self._failed = error
                hashed = size


def write_temporary(chunks: Iterable[bytes], *, limit: int) -> Written:
    """Write `chunks` to a temporary file, hashing as they come. `put_on_disk` is called before it is kept.

    Raises TooLarge beyond `limit` bytes and OSError when the disk fails; the temporary file is gone then.
    """
    incoming = Incoming(limit=limit)
    try:
        for chunk in chunks:
            incoming.write(chunk)
    except BaseException:
        incoming.discard()
        raise
    return incoming.written()


def put_on_disk(path: Path) -> None:
    """Put the file at `path` on the disk for good (fsync). Raises OSError when the disk fails."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep(path: Path, *, key: str = "", for_good: bool = True) -> str:
    """Move the temporary file at `path` under a new random key and return the key; a restore names the old one.

    In a folder that is one rename, so a half-written file is never seen; elsewhere the storage uploads it. Not
    `for_good`, a power cut could still forget the rename, until `keep_for_good` is called.
    """
    key = key or secrets.token_hex(20)
    name = storage_name(key)
    if isinstance(default_storage, FileSystemStorage):
        target = Path(default_storage.path(name))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.rename(target)
        if for_good:
            keep_for_good(key)
    else:
        with path.open("rb") as file:
            default_storage.save(name, File(file))
        path.unlink()
    return key


def keep_for_good(key: str) -> None:
    """Put the entry of a folder that `key` names on the disk, or a power cut could forget it. Raises OSError."""
    if isinstance(default_storage, FileSystemStorage):
        put_on_disk(Path(default_storage.path(storage_name(key))).parent)


def storage_name(key: str) -> str:
    """Return the name of `key` in the storage; two levels keep folders small."""
    return f"{KEPT}/{key[:2]}/{key}"


def open_kept(key: str) -> IO[bytes]:
    """Open the bytes under `key` for reading; raises FileNotFoundError when they are not there."""
    return default_storage.open(storage_name(key), "rb")


def is_kept(key: str) -> bool:
    """Say whether there are bytes under `key`."""
    return default_storage.exists(storage_name(key))


def is_empty() -> bool:
    """Say whether the storage keeps no file at all."""
    return next(kept_before(datetime.max.replace(tzinfo=UTC)), None) is None


def delete_kept(key: str) -> None:
    """Delete the bytes under `key`; does nothing when they are not there."""
    default_storage.delete(storage_name(key))


def kept_before(before: datetime) -> Iterator[str]:
    """Yield the keys of files stored before the instant `before`."""
    if hasattr(default_storage, "names_before"):  # a bucket tells the times with the names
        yield from (name.rpartition("/")[2] for name in default_storage.names_before(KEPT, before))
        return
    if not default_storage.exists(KEPT):
        return
    for folder in default_storage.listdir(KEPT)[0]:
        for key in default_storage.listdir(f"{KEPT}/{folder}")[1]:
            if default_storage.get_modified_time(storage_name(key)) < before:
                yield key


def delete_temporary(*, before: datetime) -> int:
    """Delete temporary files last written before the instant `before`; returns how many."""
    folder = Path(settings.MEDIA_ROOT) / INCOMING
    old = [path for path in folder.glob("*") if path.stat().st_mtime < before.timestamp()] if folder.is_dir() else []
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
