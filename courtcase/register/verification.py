"""Checking the whole record against itself and its published roots, in one pass and constant memory."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from json import loads
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from courtcase.register import leaf, merkle

CHUNK = 2_000

ENTRIES = """
SELECT entry.position, entry.leaf_hash, entry.event_id, event.uuid, subject.uuid, event.name, event.actor_kind,
       coalesce(account.public_id::text, event.actor_name), event.at, event.body::text, event.content_digest, event.digest
FROM register_sealedentry entry
LEFT JOIN register_event event ON event.id = entry.event_id
LEFT JOIN register_subject subject ON subject.id = event.subject_id
LEFT JOIN people_account account ON account.id = event.actor_id
ORDER BY entry.position
"""
# A node is complete once the leaves beneath it are all there: this is the order in which a growing tree makes them.
NODES = 'SELECT level, "index", hash FROM register_treenode ORDER BY ("index" + 1) << level, level'
UNSEALED = """
SELECT event.id, event.uuid, subject.uuid, event.name, event.actor_kind,
       coalesce(account.public_id::text, event.actor_name), event.at, event.body::text, event.content_digest, event.digest
FROM register_event event
JOIN register_subject subject ON subject.id = event.subject_id
LEFT JOIN people_account account ON account.id = event.actor_id
WHERE NOT EXISTS (SELECT 1 FROM register_sealedentry entry WHERE entry.event_id = event.id)
ORDER BY event.id
"""


class BrokenRegister(Exception):
    """The first place at which the record contradicts itself; `position` and `event_id` name it where they can."""

    def __init__(self, what: str, *, position: int | None = None, event_id: int | None = None) -> None:
        place = f"position {position}" if position is not None else "no position"
        named = f", event {event_id}" if event_id is not None else ""
        super().__init__(f"{place}{named}: {what}")
        self.position = position
        self.event_id = event_id


@dataclass(frozen=True)
class Verified:
    """What a verification saw: how many sealed entries, waiting events and roots, and the present root."""

    entries: int
    waiting: int
    roots: int
    root: bytes


def rows(name: str, statement: str) -> Generator[tuple[Any, ...], None, None]:
    """Yield the rows of a statement through a cursor on the server, a few thousand in memory at a time."""
    connection.ensure_connection()
    with connection.connection.cursor(name=name) as cursor:
        cursor.itersize = CHUNK
        cursor.execute(statement)
        yield from cursor


def known_roots(published: Mapping[date, tuple[int, bytes]]) -> list[tuple[int, date, bytes, str]]:
    """Return (size, day, hash, where from) of the database's roots and of `published` ones kept elsewhere, by size."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tree_size, day, root_hash FROM register_dailyroot")
        found = [(int(size), day, bytes(root), "the register's list") for size, day, root in cursor.fetchall()]
    found += [(size, day, root, "the copy given") for day, (size, root) in published.items()]
    return sorted(found, key=lambda one: one[:2])


def verify(*, published: Mapping[date, tuple[int, bytes]] | None = None) -> Verified:
    """Check every event, entry, node and root, and return what was seen; reads one snapshot and changes nothing.

    `published` are roots (day: size and hash) that somebody kept; the register must still lead to each of them. Raises
    BrokenRegister at the first contradiction.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:  # a snapshot can only be asked for as the first thing of a transaction
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        # Every row is read, and statistics of a register that has just grown call it empty: a join row by row never ends.
        cursor.execute("SET LOCAL enable_nestloop = off")
        return walk(known_roots(published or {}))


def walk(roots: list[tuple[int, date, bytes, str]]) -> Verified:
    """Grow the tree anew from the events and compare it, entry by entry, with all that is stored."""
    frontier = merkle.Frontier()
    checked = check_roots(frontier, roots, 0)
    with closing(rows("register_nodes", NODES)) as nodes, closing(rows("register_entries", ENTRIES)) as entries:
        for entry in entries:
            check_entry(entry, expected=frontier.size)
            for made in frontier.append(bytes(entry[1])):
                check_node(made, next(nodes, None), position=entry[0], event_id=entry[2])
            checked = check_roots(frontier, roots, checked, event_id=entry[2])
        left = next(nodes, None)
    if checked < len(roots):
        size, day, _, source = roots[checked]
        raise BrokenRegister(
            f"the root of {day} in {source} covers {size} entries, but only {frontier.size} are left",
            position=frontier.size,
        )
    if left is not None:
        raise BrokenRegister(
            f"a node of level {left[0]} stands over entries that are gone", position=(left[1] + 1 << left[0]) - 1
        )
    return Verified(entries=frontier.size, waiting=check_waiting(), roots=len(roots), root=frontier.root())


def check_entry(entry: tuple[Any, ...], *, expected: int) -> None:
    """Raise BrokenRegister unless the entry stands at its place and its event is what was sealed."""
    position, leaf_hash, event_id, *facts = entry
    if position != expected:
        raise BrokenRegister(f"the entry is missing; the next one stands at {position}", position=expected)
    if facts[0] is None:
        raise BrokenRegister("the event is gone", position=position, event_id=event_id)
    computed = check_event(facts, position=position, event_id=event_id)
    if bytes(leaf_hash) != computed:
        raise BrokenRegister("the event is not the one that was sealed here", position=position, event_id=event_id)


def check_event(facts: list[Any], *, position: int | None, event_id: int) -> bytes:
    """Return an event's digest computed anew; raises BrokenRegister where the stored one is another."""
    uuid, subject, name, actor_kind, actor_ref, at, body, content_digest, stored = facts
    try:
        computed = digest_of(uuid, subject, name, actor_kind, actor_ref, at, body, content_digest)
    except (ValueError, TypeError) as error:
        raise BrokenRegister("the event holds what no event can hold", position=position, event_id=event_id) from error
    if bytes(stored) != computed:
        raise BrokenRegister("the event was changed after it was written", position=position, event_id=event_id)
    return computed


def digest_of(
    uuid: UUID | str,
    subject: UUID | str,
    name: str,
    actor_kind: str,
    actor_ref: str,
    at: datetime,
    body: str,
    content_digest: bytes | memoryview | None,
) -> bytes:
    """Return the digest of an event read as a row."""
    data = leaf.leaf_data(
        uuid=UUID(str(uuid)),
        subject=UUID(str(subject)),
        name=name,
        actor_kind=actor_kind,
        actor_ref=actor_ref,
        at=at,
        body=loads(body),
        content_digest=bytes(content_digest) if content_digest is not None else None,
    )
    return leaf.leaf_digest(data)


def check_node(made: tuple[int, int, bytes], stored: tuple[Any, ...] | None, *, position: int, event_id: int) -> None:
    """Raise BrokenRegister unless the stored node is the one that the entries make."""
    level, index, computed = made
    if stored is None or tuple(stored[:2]) != (level, index):
        raise BrokenRegister(f"node {index} of level {level} is missing", position=position, event_id=event_id)
    if bytes(stored[2]) != computed:
        first, last = index << level, (index + 1 << level) - 1
        raise BrokenRegister(
            f"entries {first} to {last} are not those under node {index} of level {level}",
            position=position,
            event_id=event_id,
        )


def check_roots(
    frontier: merkle.Frontier,
    roots: list[tuple[int, date, bytes, str]],
    checked: int,
    *,
    event_id: int | None = None,
) -> int:
    """Compare the roots of the present size, from number `checked` on, and return how many are checked by now."""
    while checked < len(roots) and roots[checked][0] == frontier.size:
        _, day, expected, source = roots[checked]
        if frontier.root() != expected:
            raise BrokenRegister(
                f"the entries up to here do not lead to the root of {day} in {source}",
                position=frontier.size - 1 if frontier.size else None,
                event_id=event_id,
            )
        checked += 1
    return checked


def check_waiting() -> int:
    """Check the events that no sealer has placed yet and return how many there are."""
    waiting = 0
    for event_id, *facts in rows("register_waiting", UNSEALED):
        check_event(facts, position=None, event_id=event_id)
        waiting += 1
    return waiting
