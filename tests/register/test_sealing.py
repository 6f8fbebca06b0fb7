"""The sealer: places are given once, to committed events only, by one sealer at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command

from courtcase.register import merkle, sealing
from courtcase.register.models import DailyRoot, Event, SealedEntry, TreeNode
from courtcase.register.operations import open_subject, publish_root, seal
from courtcase.register.queries import position_of, tree_size
from courtcase.register.verification import verify
from tests.real_commits import RealDatabase
from tests.register.conftest import NOON, happened

Happen = Callable[[int], list[Event]]
DAY = date(2026, 3, 2)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 13])
def test_events_get_places_without_gaps_in_the_order_of_their_ids(happen: Happen, count: int) -> None:
    events = happen(count)
    assert seal(at=NOON) == count
    assert [position_of(event) for event in events] == list(range(count))
    assert TreeNode.objects.count() == sum(count >> level for level in range(1, 8))
    assert verify().entries == count


def test_sealing_again_goes_on_where_it_stopped(happen: Happen) -> None:
    for count in (3, 1, 4, 1, 5, 9, 2, 6):
        happen(count)
        assert seal(at=NOON) == count
        assert seal(at=NOON) == 0
    assert tree_size() == 31
    assert verify().entries == 31


def test_a_backlog_is_sealed_in_batches(happen: Happen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    happen(10)
    assert [seal(at=NOON) for _ in range(4)] == [4, 4, 2, 0]


def test_publishing_seals_everything_first_and_once_a_day(happen: Happen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    happen(10)
    root = publish_root(day=DAY, at=NOON)
    assert root is not None
    assert root.tree_size == 10
    happen(3)
    assert publish_root(day=DAY, at=NOON + timedelta(hours=1)) == root
    later = publish_root(day=date(2026, 3, 3), at=NOON + timedelta(days=1))
    assert later is not None
    assert later.tree_size == 13
    assert bytes(later.root_hash) == verify().root


def test_an_empty_register_has_no_root(db: None) -> None:
    assert publish_root(day=DAY, at=NOON) is None
    assert not DailyRoot.objects.exists()


def test_the_command_seals_all(happen: Happen, capsys: pytest.CaptureFixture[str]) -> None:
    happen(3)
    call_command("seal_register")
    call_command("seal_register")
    assert capsys.readouterr().out == "3 events sealed\nNothing waited for the sealer.\n"


@pytest.fixture
def other(real_commits: RealDatabase) -> Iterator[Any]:
    """Return a second connection of the application role to a database with real commits."""
    session = psycopg2.connect(real_commits.database_url)
    yield session
    session.close()


def insert_copy(session: Any, event: Event) -> None:
    """Write another event on `session` like `event`, without committing it."""
    with session.cursor() as cursor:
        cursor.execute(
            "INSERT INTO register_event (uuid, subject_id, name, actor_kind, actor_name, at, body, digest)"
            " SELECT gen_random_uuid(), subject_id, name, actor_kind, actor_name, at, body, digest"
            " FROM register_event WHERE id = %s",
            [event.pk],
        )


def test_an_event_committed_late_simply_comes_later(other: Any) -> None:
    subject = open_subject(kind="case", at=NOON)
    first = happened(subject, 1)
    insert_copy(other, first)  # has a lower id than the next one and is not committed yet
    second = happened(subject, 2)
    assert seal(at=NOON) == 2
    other.commit()
    assert seal(at=NOON) == 1
    late = SealedEntry.objects.get(position=2)
    assert first.pk < late.event_id < second.pk
    assert position_of(second) == 1


def test_an_event_rolled_back_never_gets_a_place(other: Any) -> None:
    subject = open_subject(kind="case", at=NOON)
    insert_copy(other, happened(subject, 1))
    other.rollback()
    happened(subject, 2)
    assert seal(at=NOON) == 2
    assert verify().entries == 2


def test_an_event_committed_very_late_is_found_before_the_root(other: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LOOK_BACK", 2)
    subject = open_subject(kind="case", at=NOON)
    insert_copy(other, happened(subject, 0))
    for number in range(1, 9):
        happened(subject, number)
    assert seal(at=NOON) == 9
    other.commit()
    assert seal(at=NOON) == 0
    root = publish_root(day=DAY, at=NOON)
    assert root is not None
    assert root.tree_size == 10


def test_two_sealers_never_work_at_once(other: Any) -> None:
    happened(open_subject(kind="case", at=NOON), 1)
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [sealing.SEALER_LOCK])
    assert seal(at=NOON) == 0
    assert publish_root(day=DAY, at=NOON) is None
    other.rollback()
    assert seal(at=NOON) == 1


def test_recording_waits_for_no_sealer(other: Any) -> None:
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [sealing.SEALER_LOCK])
    happened(open_subject(kind="case", at=NOON), 1)
    assert Event.objects.count() == 1


def test_the_frontier_read_back_is_the_one_that_was_grown(happen: Happen) -> None:
    happen(11)
    seal(at=NOON)
    leaves = SealedEntry.objects.order_by("position").values_list("leaf_hash", flat=True)
    frontier = merkle.Frontier()
    for leaf in leaves:
        list(frontier.append(bytes(leaf)))
    assert merkle.root_hash(11, sealing.stored_node) == frontier.root()
