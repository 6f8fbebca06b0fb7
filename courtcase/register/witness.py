"""What witnesses keep of the register: a root as one line of text, and whether the register still leads to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from courtcase.register import merkle, verify_receipt
from courtcase.register.models import DailyRoot
from courtcase.register.queries import tree_size
from courtcase.register.tree import stored_node


class Contradiction(Exception):
    """Two witnesses keep two roots of one day: at most one of them is the Court's."""


def line_of(root: DailyRoot) -> str:
    """Return a root as it is told to witnesses: a word, day, size and hash, in one line that people and programs read."""
    return verify_receipt.LINE.format(day=root.day, size=root.tree_size, root=bytes(root.root_hash).hex())


def text_of(root: DailyRoot) -> bytes:
    """Return the bytes a time stamp is put on: the line and its end."""
    return f"{line_of(root)}\n".encode()


def imprint_of(root: DailyRoot) -> bytes:
    """Return the SHA-256 that a time stamp of the root holds."""
    return sha256(text_of(root)).digest()


def kept_roots(files: Iterable[bytes]) -> dict[date, tuple[int, bytes]]:
    """Return size and hash by day of the roots told by files: roots.json, e-mails, texts, receipts.

    Raises NotAReceipt where a file tells none, Contradiction where two tell different roots of one day.
    """
    kept: dict[date, tuple[int, bytes]] = {}
    for data in files:
        for size, (day, root) in verify_receipt.roots_in(data).items():
            try:
                told = date.fromisoformat(day), (size, bytes.fromhex(root))
            except ValueError:
                raise verify_receipt.NotAReceipt from None
            if kept.setdefault(*told) != told[1]:
                raise Contradiction(f"two roots of {told[0]}")
    return kept


def leads_to(size: int, root: bytes) -> bool | None:
    """Say whether the first `size` entries of the stored tree lead to `root`; None where it holds fewer."""
    if not 0 < size <= tree_size():
        return None
    return merkle.root_hash(size, stored_node) == root
