"""The Merkle tree of RFC 9162, section 2.1: hashes, roots, proofs and their verification. Pure, and knows no database.

A node is named by (level, index): (0, i) is leaf i; (level, index) covers leaves index * 2**level up to, not
including, (index + 1) * 2**level. Only complete nodes are ever stored; what lies to the right is computed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

# One way to hash and to climb: the script that people run without us is the one we run.
from courtcase.register.verify_receipt import leaf_hash as leaf_hash
from courtcase.register.verify_receipt import node_hash, root_of

EMPTY_ROOT = hashlib.sha256(b"").digest()
NodeReader = Callable[[int, int], bytes]


def split(size: int) -> int:
    """Return the largest power of two smaller than `size` (which is at least 2): where RFC 9162 splits a list."""
    return 1 << ((size - 1).bit_length() - 1)


class Frontier:
    """The complete subtrees of the first `size` leaves, from left to right: all that growing the tree needs."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """Take the hashes of the complete subtrees of `size` leaves, largest first (as `frontier_nodes` names them)."""
        self.size = size
        self.hashes = list(hashes)

    def append(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Add one leaf hash and yield (level, index, hash) of every inner node that it completes, lowest first."""
        index, level = self.size, 0
        self.size += 1
        self.hashes.append(leaf)
        completed = []
        while index & 1:
            right, left = self.hashes.pop(), self.hashes.pop()
            index, level = index >> 1, level + 1
            self.hashes.append(node_hash(left, right))
            completed.append((level, index, self.hashes[-1]))
        return iter(completed)

    def root(self) -> bytes:
        """Return the root of the leaves so far."""
        return fold(self.hashes)


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees given from left to right, largest first."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def frontier_nodes(size: int) -> list[tuple[int, int]]:
    """Return (level, index) of the complete subtrees that the first `size` leaves consist of, from left to right."""
    nodes, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            nodes.append((level, start >> level))
            start += 1 << level
    return nodes


def range_nodes(start: int, end: int) -> list[tuple[int, int]]:
    """Return the complete subtrees of leaves `start` to `end` (exclusive), where RFC 9162 makes a subtree start there."""
    return [(level, index + (start >> level)) for level, index in frontier_nodes(end - start)]


def range_hash(start: int, end: int, read: NodeReader) -> bytes:
    """Return the hash over leaves `start` to `end` (exclusive) of the tree whose complete nodes `read` returns."""
    return fold([read(level, index) for level, index in range_nodes(start, end)])


def root_hash(size: int, read: NodeReader) -> bytes:
    """Return the root of the first `size` leaves."""
    return range_hash(0, size, read) if size else EMPTY_ROOT


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves whose hashes prove that leaf `index` is among the first `size`, from below upwards."""
    if not 0 <= index < size:
        raise ValueError("the leaf is not in a tree of this size")
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def inclusion_proof(index: int, size: int, read: NodeReader) -> list[bytes]:
    """Return the audit path of RFC 9162, 2.1.3.1. Raises ValueError when `index` is not below `size`."""
    return [range_hash(start, end, read) for start, end in inclusion_ranges(index, size)]


def consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves whose hashes prove that the first `old` leaves begin the first `new`."""
    if not 0 <= old <= new:
        raise ValueError("the older tree is larger than the newer one")
    if old in {0, new}:
        return []
    ranges, start, end, whole = [], 0, new, True
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    if not whole:
        ranges.append((start, end))
    return ranges[::-1]


def consistency_proof(old: int, new: int, read: NodeReader) -> list[bytes]:
    """Return the proof of RFC 9162, 2.1.4.1; empty where there is nothing to prove. Raises ValueError when old > new."""
    return [range_hash(start, end, read) for start, end in consistency_ranges(old, new)]


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether `proof` shows that the leaf hash stands at `index` of the tree with this size and root (2.1.3.2)."""
    return root_of(leaf, index=index, size=size, path=list(proof)) == root


def verify_consistency(*, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether `proof` shows that the newer tree begins with the older one unchanged (2.1.4.2)."""
    if old == new or old == 0:
        expected = new_root if old == new else EMPTY_ROOT
        return not proof and old_root == expected and 0 <= old <= new
    if not 0 < old < new or not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, step)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
