"""Recording: what is written, what is refused, what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from courtcase.people.actors import Actor
from courtcase.register import leaf
from courtcase.register.events import UndeclaredEvent, declare_event, sentence_of
from courtcase.register.models import ContentSalt, DailyRoot, Event, RecordedRead, SealedEntry, Subject, TreeNode
from courtcase.register.operations import open_subject, record, record_read
from tests.cast import Cast
from tests.register.conftest import HAPPENED, MACHINE, NOON, happened

APPEND_ONLY = [Event, SealedEntry, TreeNode, DailyRoot, RecordedRead]


def test_an_event_costs_one_statement_with_content_or_without(
    subject: Subject, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(1):
        happened(subject, 1)
    with django_assert_num_queries(1):
        salted = happened(subject, 2, content=b"signed words")
    assert ContentSalt.objects.get().event == salted


def test_the_digest_covers_every_fact(subject: Subject) -> None:
    event = Event.objects.select_related("subject").get(pk=happened(subject, 7, content=b"words").pk)
    facts: dict[str, Any] = {
        "uuid": event.uuid,
        "subject": subject.uuid,
        "name": HAPPENED,
        "actor_kind": "system",
        "actor_ref": "trial",
        "at": NOON,
        "body": {"number": 7},
        "content_digest": bytes(event.content_digest or b""),
    }
    assert bytes(event.digest) == leaf.leaf_digest(leaf.leaf_data(**facts))
    for name, other in {
        "uuid": subject.uuid,
        "subject": event.uuid,
        "name": "trial.other",
        "actor_kind": "nobody",
        "actor_ref": "",
        "at": datetime.max.replace(tzinfo=NOON.tzinfo),
        "body": {"number": 8},
        "content_digest": None,
    }.items():
        assert bytes(event.digest) != leaf.leaf_digest(leaf.leaf_data(**(facts | {name: other}))), name


def test_content_is_digested_under_a_salt_of_its_own(subject: Subject) -> None:
    first, second = happened(subject, 1, content=b"words"), happened(subject, 1, content=b"words")
    assert first.content_digest != second.content_digest
    salt = bytes(ContentSalt.objects.get(event=first).salt)
    assert leaf.salted_digest(salt=salt, content=b"words") == first.content_digest
    assert b"words" not in bytes(first.content_digest or b"")


def test_empty_content_is_content(subject: Subject) -> None:
    assert happened(subject, 1, content=b"").content_digest is not None


def test_an_account_is_named_by_its_public_id(subject: Subject, cast: Cast) -> None:
    event = record(subject=subject, event=HAPPENED, actor=cast.actor("clerk"), at=NOON, body={})
    assert (event.actor_kind, event.actor) == ("account", cast.clerk)
    assert event.actor_name == ""


@pytest.mark.parametrize("actor", [Actor.nobody(), Actor.holder(1)])
def test_who_has_no_account_is_a_kind_alone(subject: Subject, actor: Actor) -> None:
    event = record(subject=subject, event=HAPPENED, actor=actor, at=NOON)
    assert (event.actor_kind, event.actor, event.actor_name) == (actor.kind, None, "")


def test_undeclared_events_are_refused(subject: Subject) -> None:
    with pytest.raises(UndeclaredEvent):
        record(subject=subject, event="trial.never_declared", actor=MACHINE, at=NOON)
    with pytest.raises(UndeclaredEvent):
        sentence_of("trial.never_declared")


def test_a_naive_instant_is_refused(subject: Subject) -> None:
    with pytest.raises(ValueError, match="zone"):
        record(subject=subject, event=HAPPENED, actor=MACHINE, at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_name_keeps_its_sentence() -> None:
    declare_event("trial.declared_twice", "The same.")
    assert declare_event("trial.declared_twice", "The same.") == "trial.declared_twice"
    with pytest.raises(ValueError, match="another sentence"):
        declare_event("trial.declared_twice", "Another.")
    for name in ("happened", "Trial.happened", "trial.it happened", "a.b.c"):
        with pytest.raises(ValueError, match="no event name"):
            declare_event(name, "Whatever.")


@pytest.mark.parametrize(
    "value",
    [
        "880101300123",
        "iin 880101300123.",
        880101300123,
        "somebody@example.kz",
        "+77011234567",
        "+7 (701) 123-45-67",
        "8 701 123 45 67",
        "a" * 2_001,
        "ИИН-880101300123",
        "null\x00byte",
        2**53,
        1.5,
        ["list"],
        {"nested": 1},
        b"bytes",
        object(),
    ],
)
def test_a_body_with_personal_data_or_no_scalar_is_refused(subject: Subject, value: object) -> None:
    with pytest.raises(leaf.UnfitBody) as refused:
        record(subject=subject, event=HAPPENED, actor=MACHINE, at=NOON, body={"key": value})
    assert "key" in str(refused.value)
    assert not isinstance(value, str) or value not in str(refused.value)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "value",
    ["", "51-НП", "2026-03-02", "art. 47(2)1)", "Қазақстан", 0, -5, True, None, "a6f1c2d3-0000-4000-8000-123456789012"],
)
def test_plain_facts_are_written(subject: Subject, value: object) -> None:
    event = record(subject=subject, event=HAPPENED, actor=MACHINE, at=NOON, body={"key": value})
    assert Event.objects.get(pk=event.pk).body == {"key": value}


@given(st.uuids(), st.binary(min_size=32, max_size=32))
@settings(max_examples=500)
def test_ids_and_digests_are_never_taken_for_personal_data(uuid: UUID, digest: bytes) -> None:
    leaf.check_body({"id": str(uuid), "digest": digest.hex(), "ids": f"{uuid} {uuid}"})


@pytest.mark.parametrize(
    "value",
    ["0123456789ab" + "123456789012" * 4, "a87011234567b" + "0" * 51, "12345678-1234-4123-8701-123456789012"],
)
def test_digits_inside_a_hexadecimal_word_are_no_number_of_anybody(value: str) -> None:
    leaf.check_body({"digest": value})


def test_a_subject_is_of_a_known_kind(db: None) -> None:
    assert open_subject(kind="case").uuid != open_subject(kind="case").uuid
    with pytest.raises(ValueError, match="cat"):
        open_subject(kind="cat")


def test_a_read_is_recorded_in_one_statement(
    subject: Subject, cast: Cast, django_assert_num_queries: Callable[..., Any]
) -> None:
    auditor = cast.actor("auditor")
    with django_assert_num_queries(1):
        read = record_read(subject=subject, place="petition.read", actor=auditor, at=NOON, purpose="complaint 7")
    assert read.account == cast.auditor
    with pytest.raises(leaf.UnfitBody):
        record_read(subject=subject, place="petition.read", actor=auditor, at=NOON, purpose="ask a@b.kz")


@pytest.mark.parametrize("model", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_application_role_may_not_change_the_record(db: None, model: Any, change: str) -> None:
    key = model._meta.pk.column
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(model._meta.db_table, key, key))
