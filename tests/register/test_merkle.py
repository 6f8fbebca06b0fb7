"""The tree against the definitions of RFC 9162, written out naively, and against vectors computed by hand."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.register import merkle

SIZES = st.integers(min_value=0, max_value=70)


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def naive_root(entries: list[bytes]) -> bytes:
    """Section 2.1.1, word for word."""
    if not entries:
        return sha(b"")
    if len(entries) == 1:
        return sha(b"\x00" + entries[0])
    k = naive_split(len(entries))
    return sha(b"\x01" + naive_root(entries[:k]) + naive_root(entries[k:]))


def naive_split(size: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def naive_path(m: int, entries: list[bytes]) -> list[bytes]:
    """Section 2.1.3.1, word for word."""
    if len(entries) == 1:
        return []
    k = naive_split(len(entries))
    if m < k:
        return [*naive_path(m, entries[:k]), naive_root(entries[k:])]
    return [*naive_path(m - k, entries[k:]), naive_root(entries[:k])]


def naive_subproof(m: int, entries: list[bytes], whole: bool) -> list[bytes]:
    """Section 2.1.4.1, word for word."""
    size = len(entries)
    if m == size:
        return [] if whole else [naive_root(entries)]
    k = naive_split(size)
    if m <= k:
        return [*naive_subproof(m, entries[:k], whole), naive_root(entries[k:])]
    return [*naive_subproof(m - k, entries[k:], False), naive_root(entries[:k])]


def entries_of(size: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(size)]


def grown(entries: list[bytes]) -> tuple[merkle.Frontier, dict[tuple[int, int], bytes]]:
    """Return the frontier and every complete node, as the sealer stores them."""
    frontier, nodes = merkle.Frontier(), {}
    for number, entry in enumerate(entries):
        nodes[0, number] = merkle.leaf_hash(entry)
        for level, index, made in frontier.append(merkle.leaf_hash(entry)):
            nodes[level, index] = made
    return frontier, nodes


def reader(nodes: dict[tuple[int, int], bytes]) -> merkle.NodeReader:
    return lambda level, index: nodes[level, index]


def test_vectors_computed_by_hand() -> None:
    assert merkle.EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    a, b, c = (merkle.leaf_hash(one) for one in (b"a", b"b", b"c"))
    assert a == sha(b"\x00a")
    left = sha(b"\x01" + a + b)
    frontier, nodes = grown([b"a", b"b", b"c"])
    assert frontier.root() == sha(b"\x01" + left + c)
    assert nodes[1, 0] == left
    read = reader(nodes)
    assert merkle.inclusion_proof(0, 3, read) == [b, c]
    assert merkle.inclusion_proof(2, 3, read) == [left]
    assert merkle.consistency_proof(1, 3, read) == [b, c]
    assert merkle.consistency_proof(2, 3, read) == [c]


def test_the_seven_entries_of_the_rfc() -> None:
    """The pictures of section 2.1.5: which nodes make up the proofs of a tree of seven."""
    _, nodes = grown(entries_of(7))
    read = reader(nodes)
    g, h, i, j = nodes[1, 0], nodes[1, 1], nodes[1, 2], nodes[0, 6]
    a, b, c, d = (nodes[0, number] for number in range(4))
    k, last = nodes[2, 0], merkle.node_hash(i, j)
    assert merkle.inclusion_proof(0, 7, read) == [b, h, last]
    assert merkle.inclusion_proof(3, 7, read) == [c, g, last]
    assert merkle.inclusion_proof(4, 7, read) == [nodes[0, 5], j, k]
    assert merkle.inclusion_proof(6, 7, read) == [i, k]
    assert merkle.consistency_proof(3, 7, read) == [c, d, g, last]
    assert merkle.consistency_proof(4, 7, read) == [last]
    assert merkle.consistency_proof(6, 7, read) == [i, j, k]
    assert a == merkle.leaf_hash(b"entry 0")


@given(SIZES)
def test_roots_are_those_of_the_definition(size: int) -> None:
    entries = entries_of(size)
    frontier, nodes = grown(entries)
    assert frontier.root() == naive_root(entries) == merkle.root_hash(size, reader(nodes))
    resumed = merkle.Frontier(size, [nodes[node] for node in merkle.frontier_nodes(size)])
    resumed_root, leaf = resumed.root(), merkle.leaf_hash(b"one more")
    list(resumed.append(leaf))
    assert resumed_root == frontier.root()
    assert resumed.root() == naive_root([*entries, b"one more"])


@given(st.data())
def test_inclusion_proofs_are_those_of_the_definition(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 70))
    index = data.draw(st.integers(0, size - 1))
    entries = entries_of(size)
    proof = merkle.inclusion_proof(index, size, reader(grown(entries)[1]))
    assert proof == naive_path(index, entries)
    facts: dict[str, Any] = {
        "leaf": merkle.leaf_hash(entries[index]),
        "index": index,
        "size": size,
        "root": naive_root(entries),
    }
    assert merkle.verify_inclusion(proof=proof, **facts)
    assert not merkle.verify_inclusion(proof=proof, **(facts | {"leaf": sha(b"other")}))
    assert not merkle.verify_inclusion(proof=proof, **(facts | {"root": sha(b"other")}))
    assert not merkle.verify_inclusion(proof=[*proof, sha(b"more")], **facts)
    if proof:
        assert not merkle.verify_inclusion(proof=proof[:-1], **facts)
        assert not merkle.verify_inclusion(proof=[sha(b"other"), *proof[1:]], **facts)
        other = data.draw(st.integers(0, size - 1).filter(lambda one: one != index))
        assert not merkle.verify_inclusion(proof=proof, **(facts | {"index": other}))


@given(st.data())
def test_consistency_proofs_are_those_of_the_definition(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, 70))
    old = data.draw(st.integers(1, new))
    entries = entries_of(new)
    proof = merkle.consistency_proof(old, new, reader(grown(entries)[1]))
    assert proof == naive_subproof(old, entries, True)
    facts: dict[str, Any] = {
        "old": old,
        "new": new,
        "old_root": naive_root(entries[:old]),
        "new_root": naive_root(entries),
    }
    assert merkle.verify_consistency(proof=proof, **facts)
    assert not merkle.verify_consistency(proof=proof, **(facts | {"new_root": sha(b"other")}))
    assert not merkle.verify_consistency(proof=proof, **(facts | {"old_root": sha(b"other")}))
    assert not merkle.verify_consistency(proof=[*proof, sha(b"more")], **facts)
    if proof:
        assert not merkle.verify_consistency(proof=proof[:-1], **facts)


def test_everything_grows_from_nothing() -> None:
    root = naive_root(entries_of(3))
    assert merkle.verify_consistency(old=0, new=3, old_root=merkle.EMPTY_ROOT, new_root=root, proof=[])
    assert not merkle.verify_consistency(old=0, new=3, old_root=root, new_root=root, proof=[])
    assert merkle.verify_consistency(old=0, new=0, old_root=merkle.EMPTY_ROOT, new_root=merkle.EMPTY_ROOT, proof=[])


def test_no_proof_of_what_cannot_be() -> None:
    read = reader(grown(entries_of(3))[1])
    with pytest.raises(ValueError, match="not in a tree"):
        merkle.inclusion_proof(3, 3, read)
    with pytest.raises(ValueError, match="larger"):
        merkle.consistency_proof(3, 2, read)
    root = naive_root(entries_of(3))
    assert not merkle.verify_inclusion(leaf=root, index=0, size=0, proof=[], root=root)
    assert not merkle.verify_consistency(old=3, new=2, old_root=root, new_root=root, proof=[])
