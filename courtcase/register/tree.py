"""The stored tree, read node by node, or many nodes at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from courtcase.register.models import SealedEntry, TreeNode

NODES = (
    "SELECT node.level, node.index, node.hash FROM register_treenode node"
    " JOIN unnest(%s::smallint[], %s::bigint[]) wanted (level, index)"
    " ON node.level = wanted.level AND node.index = wanted.index"
)


def stored_node(level: int, index: int) -> bytes:
    """Return the hash of a complete node; level 0 are the leaves. Raises DoesNotExist where the tree is not that large."""
    if level == 0:
        return bytes(SealedEntry.objects.values_list("leaf_hash", flat=True).get(position=index))
    return bytes(TreeNode.objects.values_list("hash", flat=True).get(level=level, index=index))


def stored_nodes(wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Return the hashes of complete nodes by (level, index), in two statements; one that is not there is left out."""
    leaves = SealedEntry.objects.filter(position__in=[index for level, index in wanted if level == 0])
    found = {(0, position): bytes(digest) for position, digest in leaves.values_list("position", "leaf_hash")}
    inner = [node for node in wanted if node[0]]
    if inner:
        with connection.cursor() as cursor:
            cursor.execute(NODES, [[level for level, _index in inner], [index for _level, index in inner]])
            found |= {(level, index): bytes(digest) for level, index, digest in cursor.fetchall()}
    return found
