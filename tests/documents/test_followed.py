"""A large file is written and hashed by threads while it comes: nothing of it is lost, and a failing disk is told."""

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


def send_all(incoming: storage.Followed, *, pieces: int) -> None:
    for _piece in range(pieces):
        incoming.write(bytes(MEGABYTE))
    incoming.written()


@pytest.mark.parametrize("sizes", [[1], [MEGABYTE - 1, 2], [300_001] * 20, [3 * MEGABYTE, 7]])
def test_every_piece_is_written_and_hashed_in_order(media: Path, sizes: list[int]) -> None:
    pieces = [os.urandom(size) for size in sizes]
    incoming = storage.Followed(limit=sum(sizes))
    for piece in pieces:
        incoming.write(piece)
    written = incoming.written()
    assert incoming.written() == written
    whole = b"".join(pieces)
    assert written.path.read_bytes() == whole
    assert (written.sha256, written.size) == (hashlib.sha256(whole).hexdigest(), len(whole))


def test_a_system_that_takes_less_at_once_is_given_the_rest(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.writev
    monkeypatch.setattr(os, "writev", lambda descriptor, pieces: real(descriptor, [pieces[0][:5]]))
    incoming = storage.Followed(limit=100)
    incoming.write(b"0123456789")
    incoming.write(b"abcdefghij")
    assert incoming.written().path.read_bytes() == b"0123456789abcdefghij"


def test_more_than_is_allowed_leaves_nothing(media: Path) -> None:
    incoming = storage.Followed(limit=10)
    incoming.write(b"0123456789")
    with pytest.raises(storage.TooLarge):
        incoming.write(b"0")
    assert stored_files(media) == []


def test_a_disk_that_fails_is_told_by_the_next_piece_or_the_end(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: Any) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "writev", full)
    incoming = storage.Followed(limit=50 * MEGABYTE)
    with pytest.raises(OSError, match="full"):
        send_all(incoming, pieces=20)
    incoming.discard()
    assert stored_files(media) == []
