"""A file is hashed while it comes, a large one by a thread: nothing of it is lost, and what cannot be kept leaves nothing."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from courtcase.documents import storage
from tests.documents.conftest import stored_files

MEGABYTE = 1024 * 1024
Kind = type[storage.Incoming]
pytestmark = pytest.mark.parametrize("kind", [storage.Incoming, storage.Followed])


@pytest.mark.parametrize("sizes", [[1], [MEGABYTE - 1, 2], [300_001] * 20, [3 * MEGABYTE, 7]])
def test_every_piece_is_written_and_hashed_in_order(media: Path, kind: Kind, sizes: list[int]) -> None:
    pieces = [os.urandom(size) for size in sizes]
    incoming = kind(limit=sum(sizes))
    for piece in pieces:
        incoming.write(piece)
    written = incoming.written()
    assert incoming.written() == written
    whole = b"".join(pieces)
    assert written.path.read_bytes() == whole
    assert (written.sha256, written.size) == (hashlib.sha256(whole).hexdigest(), len(whole))


class Writing:
    """A file of which the system does with each piece what a test says."""

    def __init__(self, real: Any, does: Any) -> None:
        self.real, self.does = real, does

    def write(self, piece: memoryview) -> int:
        """Write what the test lets through, and say how much that was."""
        return int(self.does(self.real, piece))

    def fileno(self) -> int:
        """Return the descriptor of the real file."""
        return int(self.real.fileno())

    def close(self) -> None:
        """Close the real file."""
        self.real.close()


def test_a_system_that_takes_less_at_once_is_given_the_rest(media: Path, kind: Kind) -> None:
    incoming = kind(limit=100)
    incoming._file = Writing(incoming._file, lambda real, piece: real.write(piece[:5]))  # type: ignore[assignment]
    incoming.write(b"0123456789")
    incoming.write(b"abcdefghij")
    assert incoming.written().path.read_bytes() == b"0123456789abcdefghij"


def test_more_than_is_allowed_leaves_nothing(media: Path, kind: Kind) -> None:
    incoming = kind(limit=10)
    incoming.write(b"0123456789")
    with pytest.raises(storage.TooLarge):
        incoming.write(b"0")
    assert stored_files(media) == []


def test_a_disk_that_fails_is_told_and_leaves_nothing(media: Path, kind: Kind) -> None:
    def full(*_arguments: Any) -> int:
        raise OSError(errno.ENOSPC, "full")

    incoming = kind(limit=100)
    incoming._file = Writing(incoming._file, full)  # type: ignore[assignment]
    with pytest.raises(OSError, match="full"):
        incoming.write(b"0")
    assert stored_files(media) == []


def test_a_file_that_cannot_be_read_back_is_told_at_its_end(
    media: Path, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "preadv", lambda *_arguments: 0)
    incoming = kind(limit=100)
    incoming.write(b"0123456789")
    if kind is storage.Followed:
        with pytest.raises(OSError, match="shorter"):
            incoming.written()
    incoming.discard()
    assert stored_files(media) == []
