"""The sealer: gives committed events their place in the register, once, and grows the tree over them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection

from courtcase.copying import as_bytes, as_moment, copy_lines
from courtcase.operations import operation
from courtcase.register import merkle
from courtcase.register.models import DailyRoot, SealedEntry, TreeNode
from courtcase.register.queries import tree_size
from courtcase.register.tree import stored_node

SEALER_LOCK = 7_236_402  # any number, the same in every process
BATCH = 5_000
# How far behind the newest sealed event the quick search looks for events that were committed late.
LOOK_BACK = 20_000

UNSEALED = (
    "SELECT event.id, event.digest FROM register_event event"
    " WHERE event.id > %s AND NOT EXISTS (SELECT 1 FROM register_sealedentry entry WHERE entry.event_id = event.id)"
    " ORDER BY event.id LIMIT %s"
)


@operation
def seal(*, at: datetime, thorough: bool = False, limit: int | None = None) -> int:
    """Give up to `limit` (default: a batch of) committed events the next places, in the order of their ids, and return how many.

    Runs alone: returns 0 at once where another sealer works. An event whose transaction ends late simply comes later:
    a place once given is never moved. The quick search looks back some thousands of ids; `thorough` looks at all and
    is done before each day's root.
    """
    if not lock_sealer():
        return 0
    floor = 0 if thorough else newest_sealed_id() - LOOK_BACK
    with connection.cursor() as cursor:
        cursor.execute(UNSEALED, [floor, limit or BATCH])
        found = [(int(pk), bytes(digest)) for pk, digest in cursor.fetchall()]
    append(found, at=at)
    return len(found)


def lock_sealer() -> bool:
    """Take the sealer's lock until the end of the transaction; False where another holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        return bool(cursor.fetchone()[0])


def newest_sealed_id() -> int:
    """Return the id of the event sealed last; 0 before the first."""
    last = SealedEntry.objects.order_by("-position").values_list("event_id", flat=True).first()
    return last or 0


def append(found: Iterable[tuple[int, bytes]], *, at: datetime) -> None:
    """Write entries and the inner nodes they complete for (event id, digest) pairs, after those already there."""
    size = tree_size()
    frontier = merkle.Frontier(size, [stored_node(level, index) for level, index in merkle.frontier_nodes(size)])
    entries, nodes, sealed_at = [], [], as_moment(at)
    for pk, digest in found:
        entries.append(f"{frontier.size}\t{pk}\t{as_bytes(digest)}\t{sealed_at}")
        nodes += [f"{level}\t{index}\t{as_bytes(hash_)}" for level, index, hash_ in frontier.append(digest)]
    copy_lines(SealedEntry, ("position", "event_id", "leaf_hash", "sealed_at"), entries)
    copy_lines(TreeNode, ("level", "index", "hash"), nodes)


def publish_root(*, day: date, at: datetime) -> DailyRoot | None:
    """Seal everything committed and publish the root under the Court's legal `day`; return it.

    A day has one root: a second call returns the first one's. None while the register is empty, or while another
    sealer works; it is simply called again.
    """
    known = DailyRoot.objects.filter(day=day).first()
    if known is not None:
        return known
    while seal(at=at, thorough=True) == BATCH:
        pass
    return write_root(day=day, at=at)


@operation
def write_root(*, day: date, at: datetime) -> DailyRoot | None:
    """Write the root of the tree as it stands, unless it is empty or the sealer is at work."""
    if not lock_sealer():
        return None
    size = tree_size()
    known = DailyRoot.objects.filter(day=day).first()
    if known is not None or size == 0:
        return known
    root = merkle.root_hash(size, stored_node)
    return DailyRoot.objects.create(day=day, tree_size=size, root_hash=root, published_at=at)
