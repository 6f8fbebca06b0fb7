"""Proofs that anyone can check without us: that an event is in the register, and that the register only grew."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from courtcase.register import merkle
from courtcase.register.models import ContentSalt, DailyRoot, Event
from courtcase.register.operations import leaf_data_of
from courtcase.register.queries import position_of, tree_size
from courtcase.register.tree import stored_node

FORMAT = "courtcase-register-proof-1"
HASH = "RFC 9162, SHA-256: a leaf is SHA-256(00 leaf_data), a node SHA-256(01 left right)"


def covering_root(position: int) -> DailyRoot | None:
    """Return the first published root that covers `position`; None before it is published."""
    return DailyRoot.objects.filter(tree_size__gt=position).order_by("day").first()


def inclusion_proof(event: Event, *, size: int | None = None) -> dict[str, Any]:
    """Return the proof that `event` is among the first `size` entries, as JSON values (hashes in hex).

    Without `size` it leads to the first published root that covers the event, or to the present tree where none does
    yet (`day` is then None). Raises LookupError while the event is not sealed, ValueError where `size` leaves it out.
    """
    position = position_of(event)
    if position is None:
        raise LookupError("the event is not sealed yet")
    root = covering_root(position) if size is None else None
    if root is not None:
        return path_to(position, size=root.tree_size) | {"day": root.day.isoformat()}
    return path_to(position, size=tree_size() if size is None else size) | {"day": None}


def path_to(position: int, *, size: int) -> dict[str, Any]:
    """Return position, size, root and audit path of one entry. Raises ValueError for a size the tree has not reached."""
    if size > tree_size():
        raise ValueError("the register is not that large yet")
    path = merkle.inclusion_proof(position, size, stored_node)
    return {
        "position": position,
        "tree_size": size,
        "root": merkle.root_hash(size, stored_node).hex(),
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
    salt = ContentSalt.objects.filter(event=event).values_list("salt", flat=True).first()
    proof: dict[str, Any] = {
        "format": FORMAT,
        "hash": HASH,
        "event": event.name,
        "at": event.at.isoformat(),
        "digest": bytes(event.digest).hex(),
        "leaf_data": b64encode(leaf_data_of(event)).decode(),
        "content_digest": bytes(event.content_digest).hex() if event.content_digest is not None else None,
        "content_salt": bytes(salt).hex() if salt is not None else None,
        "sealed": position_of(event) is not None,
    }
    return proof | ({"inclusion": inclusion_proof(event)} if proof["sealed"] else {})


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
