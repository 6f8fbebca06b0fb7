"""Proofs that anyone can check without us: that an event is in the register, and that the register only grew."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from courtcase.register import merkle
from courtcase.register.models import ContentSalt, DailyRoot, Event, SealedEntry
from courtcase.register.operations import leaf_data_of
from courtcase.register.queries import position_of, tree_size
from courtcase.register.tree import stored_node, stored_nodes

FORMAT = "courtcase-register-proof-1"
HASH = "RFC 9162, SHA-256: a leaf is SHA-256(00 leaf_data), a node SHA-256(01 left right)"


def inclusion_proof(event: Event, *, size: int | None = None) -> dict[str, Any]:
    """Return the proof that `event` is among the first `size` entries, as JSON values (hashes in hex).

    Without `size` it leads to the first published root that covers the event, or to the present tree where none does
    yet (`day` is then None). Raises LookupError while the event is not sealed, ValueError where `size` leaves it out.
    """
    position = position_of(event)
    if position is None:
        raise LookupError("the event is not sealed yet")
    if size is None:
        return inclusion_proofs([position])[position]
    if size > tree_size():
        raise ValueError("the register is not that large yet")
    return path_to(position, size=size, read=stored_node) | {"day": None}


def inclusion_proofs(positions: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return the proof of each sealed place, to the first root that covers it or to the present tree.

    However many there are, the tree is read in two statements.
    """
    trees = {position: (size, day) for position, size, day in covering(positions)}
    wanted = {node for position, (size, _day) in trees.items() for node in nodes_of_path(position, size)}
    nodes = stored_nodes(wanted)
    return {
        position: path_to(position, size=size, read=lambda level, index: nodes[level, index]) | {"day": day}
        for position, (size, day) in trees.items()
    }


def covering(positions: Collection[int]) -> Iterator[tuple[int, int, str | None]]:
    """Yield each place with the size and the day of the first published tree that covers it (the present one, None)."""
    waiting = sorted(set(positions))
    if not waiting:
        return
    for root in DailyRoot.objects.filter(tree_size__gt=waiting[0]).order_by("day").iterator(chunk_size=500):
        while waiting and waiting[0] < root.tree_size:
            yield waiting.pop(0), root.tree_size, root.day.isoformat()
        if not waiting:
            return
    size = tree_size()
    for position in waiting:
        yield position, size, None


def nodes_of_path(position: int, size: int) -> set[tuple[int, int]]:
    """Return (level, index) of every complete node that the audit path and the root of a tree of `size` are made of."""
    ranges = merkle.inclusion_ranges(position, size)
    return {node for start, end in ranges for node in merkle.range_nodes(start, end)} | set(merkle.frontier_nodes(size))


def path_to(position: int, *, size: int, read: merkle.NodeReader) -> dict[str, Any]:
    """Return position, size, root and audit path of one entry. Raises ValueError where the size leaves it out."""
    path = merkle.inclusion_proof(position, size, read)
    return {
        "position": position,
        "tree_size": size,
        "root": merkle.root_hash(size, read).hex(),
        "path": [step.hex() for step in path],
    }


def consistency_proof(old_size: int, new_size: int) -> dict[str, Any]:
    """Return the proof that the first `old_size` entries still begin the first `new_size`, as JSON values.

    Raises ValueError where the sizes are in the wrong order or the tree has not reached them.
    """
    if new_size > tree_size():
        raise ValueError("the register is not that large yet")
    steps = merkle.consistency_proof(old_size, new_size, stored_node)
    return {
        "old_size": old_size,
        "old_root": merkle.root_hash(old_size, stored_node).hex(),
        "new_size": new_size,
        "new_root": merkle.root_hash(new_size, stored_node).hex(),
        "path": [step.hex() for step in steps],
    }


def receipt_proof(event: Event) -> dict[str, Any]:
    """Return what a receipt carries of one event as JSON values: all that is needed to check it without us.

    `leaf_data` is the canonical JSON the digest covers (base64: it is digested byte for byte); `content_salt` lets the
    one who has the content prove it, and is gone once the content was erased. `sealed` is False until the sealer has
    placed the event. Give it only to somebody who may read the petition.
    """
    return receipt_proofs([event])[0]


def receipt_proofs(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Return `receipt_proof` of several events whose subjects and actors are loaded, in as many statements as of one."""
    salts = dict(ContentSalt.objects.filter(event__in=events).values_list("event_id", "salt"))
    places = dict(SealedEntry.objects.filter(event__in=events).values_list("event_id", "position"))
    inclusions = inclusion_proofs(places.values())
    return [
        entry_of(event, salt=salts.get(event.pk))
        | ({"sealed": True, "inclusion": inclusions[places[event.pk]]} if event.pk in places else {"sealed": False})
        for event in events
    ]


def entry_of(event: Event, *, salt: bytes | memoryview | None) -> dict[str, Any]:
    """Return what a receipt says of an event wherever it stands."""
    return {
        "format": FORMAT,
        "hash": HASH,
        "event": event.name,
        "at": event.at.isoformat(),
        "digest": bytes(event.digest).hex(),
        "leaf_data": b64encode(leaf_data_of(event)).decode(),
        "content_digest": bytes(event.content_digest).hex() if event.content_digest is not None else None,
        "content_salt": bytes(salt).hex() if salt is not None else None,
    }


def verify_receipt(proof: dict[str, Any], *, root: bytes) -> bool:
    """Say whether a receipt's proof leads from its leaf data to `root`, taken from the day's published list.

    Pure: this is what a petitioner's own program does. `root` must not come from the proof itself.
    """
    inclusion = proof.get("inclusion")
    if not inclusion:
        return False
    leaf = merkle.leaf_hash(b64decode(proof["leaf_data"]))
    return leaf.hex() == proof["digest"] and merkle.verify_inclusion(
        leaf=leaf,
        index=inclusion["position"],
        size=inclusion["tree_size"],
        proof=[bytes.fromhex(step) for step in inclusion["path"]],
        root=root,
    )
