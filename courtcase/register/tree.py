"""The stored tree, read node by node."""

from __future__ import annotations

from courtcase.register.models import SealedEntry, TreeNode


def stored_node(level: int, index: int) -> bytes:
    """Return the hash of a complete node; level 0 are the leaves. Raises DoesNotExist where the tree is not that large."""
    if level == 0:
        return bytes(SealedEntry.objects.values_list("leaf_hash", flat=True).get(position=index))
    return bytes(TreeNode.objects.values_list("hash", flat=True).get(level=level, index=index))
