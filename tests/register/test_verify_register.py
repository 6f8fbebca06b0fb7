"""Tampering as the owner of the database: whatever is changed, `verify_register` names the place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from courtcase.register import merkle
from courtcase.register.models import ContentSalt, DailyRoot, Event, RootStamp, SealedEntry
from courtcase.register.operations import open_subject, publish_root, record_read, seal
from tests.register.conftest import MACHINE, NOON, happened

DAY = date(2026, 3, 2)
COUNT = 11
TABLES = (
    "register_event",
    "register_sealedentry",
    "register_treenode",
    "register_dailyroot",
    "register_recordedread",
    "register_rootstamp",
)
Tamper = Callable[..., None]


@pytest.fixture
def as_owner(django_db_setup: None) -> Iterator[None]:
    """Connect as the owner for one test, whose changes are rolled back like any other's."""
    from courtcase.settings import DATABASE_OWNER_URL, database

    before = dict(connection.settings_dict)
    owner = database(DATABASE_OWNER_URL, lock_timeout_ms=3_000, statement_timeout_ms=10_000)
    connection.close()
    connection.settings_dict.update({key: owner[key] for key in ("USER", "PASSWORD")})
    yield
    connection.close()
    connection.settings_dict.update({key: before[key] for key in ("USER", "PASSWORD")})


@pytest.fixture
def events(as_owner: None, db: None) -> Iterator[list[Event]]:
    """Return eleven sealed and published events, written on the owner's connection."""
    subject = open_subject(kind="petition", at=NOON)
    found = [happened(subject, number, content=b"words" if number % 2 else None) for number in range(COUNT)]
    publish_root(day=DAY, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    yield found
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# The foreign keys from and to the record's tables: what only the owner of the tables can take off.
REFERENCES = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE contype = 'f' AND (confrelid::regclass::text = ANY(%s) OR conrelid::regclass::text = ANY(%s))
"""


@pytest.fixture
def tamper(events: list[Event]) -> Tamper:
    """Return a function that changes the record as an owner who first takes off the triggers and the foreign keys."""

    def run(statement: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(REFERENCES, [list(TABLES), list(TABLES)])
            for table, name in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            cursor.execute(statement, values)

    return run


def broken() -> str:
    """Return what the command says of a broken register."""
    with pytest.raises(CommandError) as refused:
        call_command("verify_register")
    return str(refused.value)


def test_a_whole_register_is_whole(events: list[Event], capsys: pytest.CaptureFixture[str]) -> None:
    happened(events[0].subject, 99)
    call_command("verify_register")
    assert "is whole: 11 entries, 1 events waiting for the sealer, 1 roots" in capsys.readouterr().out


def test_an_empty_register_is_whole(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_register")
    assert merkle.EMPTY_ROOT.hex() in capsys.readouterr().out


def test_the_chain_holds_when_salts_are_gone(events: list[Event], capsys: pytest.CaptureFixture[str]) -> None:
    ContentSalt.objects.all().delete()
    call_command("verify_register")
    assert "is whole" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        """body = '{"number": 400}'""",
        """body = '{"number": "4"}'""",
        "body = '[1.5e400]'",
        "name = 'trial.other'",
        "at = at + interval '1 microsecond'",
        "actor_name = 'somebody else'",
        "actor_kind = 'nobody'",
        "uuid = gen_random_uuid()",
        "content_digest = decode('00', 'hex')",
        "digest = decode('00', 'hex')",
    ],
)
def test_a_changed_event_is_named(events: list[Event], tamper: Tamper, change: str) -> None:
    tamper("UPDATE register_event SET " + change + " WHERE id = %s", events[4].pk)  # noqa: S608
    assert f"position 4, event {events[4].pk}" in broken()


def test_an_event_moved_to_another_subject_is_named(events: list[Event], tamper: Tamper) -> None:
    other = open_subject(kind="petition", at=NOON)
    tamper("UPDATE register_event SET subject_id = %s WHERE id = %s", other.pk, events[4].pk)
    assert f"position 4, event {events[4].pk}: the event was changed" in broken()


def test_an_event_changed_with_its_digest_is_named(events: list[Event], tamper: Tamper) -> None:
    forged = happened(events[0].subject, 444)
    tamper(
        "UPDATE register_event SET uuid = gen_random_uuid() WHERE id = %s",
        forged.pk,
    )
    tamper(
        "UPDATE register_event SET uuid = %s, body = %s, digest = %s, content_digest = NULL WHERE id = %s",
        str(forged.uuid),
        json.dumps(forged.body),
        forged.digest,
        events[4].pk,
    )
    assert f"position 4, event {events[4].pk}: the event is not the one that was sealed here" in broken()


def test_a_changed_event_that_waits_is_named(events: list[Event], tamper: Tamper) -> None:
    waiting = happened(events[0].subject, 99)
    tamper("UPDATE register_event SET body = '{}' WHERE id = %s", waiting.pk)
    assert f"no position, event {waiting.pk}: the event was changed" in broken()


def test_a_deleted_event_is_named(events: list[Event], tamper: Tamper) -> None:
    tamper("DELETE FROM register_event WHERE id = %s", events[4].pk)
    assert f"position 4, event {events[4].pk}: the event is gone" in broken()


def test_a_deleted_entry_is_named(events: list[Event], tamper: Tamper) -> None:
    tamper("DELETE FROM register_sealedentry WHERE position = 4")
    assert "position 4: the entry is missing; the next one stands at 5" in broken()


def test_a_deleted_entry_with_the_others_moved_up_is_named(events: list[Event], tamper: Tamper) -> None:
    tamper("DELETE FROM register_sealedentry WHERE position = 4")
    for position in range(5, COUNT):
        tamper("UPDATE register_sealedentry SET position = %s WHERE position = %s", position - 1, position)
    assert f"position 5, event {events[6].pk}: entries 4 to 5 are not those under node 2 of level 1" in broken()


def test_two_swapped_events_are_named(events: list[Event], tamper: Tamper) -> None:
    swap(tamper, "event_id", events)
    assert f"position 4, event {events[7].pk}: the event is not the one that was sealed here" in broken()


def test_two_swapped_entries_are_named(events: list[Event], tamper: Tamper) -> None:
    swap(tamper, "event_id", events)
    swap(tamper, "leaf_hash", events)
    assert f"position 5, event {events[5].pk}: entries 4 to 5 are not those under node 2 of level 1" in broken()


def swap(tamper: Tamper, column: str, events: list[Event]) -> None:
    """Exchange a column of the entries at 4 and 7."""
    values = {entry.position: getattr(entry, column) for entry in SealedEntry.objects.filter(position__in=[4, 7])}
    if column == "event_id":
        tamper("UPDATE register_sealedentry SET event_id = 0 WHERE position = 4")
    statement = "UPDATE register_sealedentry SET " + column + " = %s WHERE position = %s"  # noqa: S608
    tamper(statement, values[4], 7)
    tamper(statement, values[7], 4)


def test_a_cut_off_tail_is_named(events: list[Event], tamper: Tamper) -> None:
    tamper('DELETE FROM register_treenode WHERE ("index" + 1) << level > 8')
    tamper("DELETE FROM register_sealedentry WHERE position >= 8")
    assert (
        "position 8: the root of 2026-03-02 in the register's list covers 11 entries, but only 8 are left" in broken()
    )


def test_a_cut_off_tail_that_left_its_nodes_is_named(events: list[Event], tamper: Tamper) -> None:
    tamper("DELETE FROM register_dailyroot")
    tamper("DELETE FROM register_sealedentry WHERE position >= 8")
    assert "position 9: a node of level 1 stands over entries that are gone" in broken()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            "UPDATE register_treenode SET hash = decode('00', 'hex')",
            "entries 4 to 7 are not those under node 1 of level 2",
        ),
        ("DELETE FROM register_treenode", "node 1 of level 2 is missing"),
    ],
)
def test_a_changed_node_is_named(events: list[Event], tamper: Tamper, change: str, words: str) -> None:
    tamper(f'{change} WHERE level = 2 AND "index" = 1')
    assert f"position 7, event {events[7].pk}: {words}" in broken()


def rewrite(tamper: Tamper, events: list[Event]) -> None:
    """Leave the event at 4 out and write all that follows from it anew, as a patient owner would."""
    tamper("DELETE FROM register_treenode")
    tamper("DELETE FROM register_sealedentry")
    tamper("DELETE FROM register_contentsalt WHERE event_id = %s", events[4].pk)
    tamper("DELETE FROM register_event WHERE id = %s", events[4].pk)
    happened(events[0].subject, 99)
    assert seal(at=NOON) == COUNT


def test_a_tree_written_anew_does_not_lead_to_the_published_root(events: list[Event], tamper: Tamper) -> None:
    rewrite(tamper, events)
    assert "position 10" in broken()
    assert "do not lead to the root of 2026-03-02 in the register's list" in broken()


def test_even_new_roots_do_not_deceive_who_kept_the_old_list(
    events: list[Event], tamper: Tamper, tmp_path: Path, client: Any
) -> None:
    kept = tmp_path / "roots.json"
    kept.write_bytes(client.get("/register/roots.json").content)
    call_command("verify_register", roots=kept)
    rewrite(tamper, events)
    tamper("DELETE FROM register_dailyroot")
    publish_root(day=DAY, at=NOON)
    call_command("verify_register")
    with pytest.raises(CommandError, match="do not lead to the root of 2026-03-02 in the copy given"):
        call_command("verify_register", roots=kept)


def test_a_file_that_is_no_list_of_roots_is_refused(db: None, tmp_path: Path) -> None:
    for words in ("", "[]", "{}", '{"roots": [{"day": "x"}]}'):
        (tmp_path / "roots.json").write_text(words)
        with pytest.raises(CommandError, match="not a copy of the published roots"):
            call_command("verify_register", roots=tmp_path / "roots.json")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "change", ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"]
)
def test_triggers_stop_even_the_owner(events: list[Event], table: str, change: str) -> None:
    record_read(subject=events[0].subject, place="petition.read", actor=MACHINE, at=NOON)
    RootStamp.objects.create(root_id=DAY, authority="tsa.example", stamped_at=NOON, response=b"stamp")
    key = {"register_sealedentry": "position", "register_dailyroot": "day"}.get(table, "id")
    with (
        pytest.raises(DatabaseError, match="pgtrigger: Cannot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table=table, key=key))
    assert DailyRoot.objects.count() == 1
