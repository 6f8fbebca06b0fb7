"""Rows written by a statement built once are the rows Django would have written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from courtcase import rows
from courtcase.notices.models import Job
from courtcase.notices.operations import prepare_notice, seal_address
from courtcase.people.actors import Actor
from courtcase.register.operations import prepare_event
from petitions.filing.operations.start_draft import start_draft
from petitions.intake.operations.assign import assign_petition
from petitions.intake.routing import FACTS, locked_with_facts, with_facts
from petitions.models import Assignment, Petition, QueueEntry, RoutingRule
from petitions.steps import queue_row
from tests.cast import Cast
from tests.petitions.walk import Walk

SYSTEM = Actor.system("tests")
NOON = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)


def job(key: str) -> Job:
    """Return a job that is not written yet."""
    return Job(kind="rows.trial", key=key, body={"word": "Әділет"}, not_before=NOON, next_attempt_at=NOON)


def columns(row: Model) -> dict[str, Any]:
    """Return what stands in the database for a row, its key left out."""
    found = type(row)._default_manager.filter(pk=row.pk).values().get()
    plain = {name: bytes(value) if isinstance(value, memoryview) else value for name, value in found.items()}
    del plain["id"]
    return plain


def unsaved_rows(walk: Walk) -> list[Model]:
    """Return a row of each kind the hot path writes."""
    petition = walk.filed()
    fact, _salt = prepare_event(
        subject=petition.subject, event="petition.filed", actor=SYSTEM, at=NOON, body={"to": "filed"}, content=b"words"
    )
    told = prepare_notice(
        subject=petition.subject, event="petition.filed", address={"phone": "1"}, channel="sms", language="kk"
    )
    seal_address(told, {"phone": "1"}, petition.data_key)
    QueueEntry.objects.all().delete()
    queued = queue_row(petition=petition, due_on=NOON.date(), provision_id=None, at=NOON)
    return [fact, told, queued, job("one")]


@pytest.mark.django_db
class TestInsert:
    def test_writes_what_django_writes(self, cast: Cast) -> None:
        for row in unsaved_rows(Walk(cast)):
            with transaction.atomic():
                row.save(force_insert=True)
                by_django = columns(row)
                transaction.set_rollback(True)
            row.pk = None
            rows.insert(row)
            assert columns(row) == by_django

    def test_sets_the_key(self) -> None:
        made = job("one")
        rows.insert(made)
        assert Job.objects.get(key="one") == made
        assert made._state.adding is False

    def test_finds_what_is_there(self) -> None:
        rows.insert(job("one"))
        again = job("one")
        assert rows.insert_unless_there(again) is False
        assert again.pk is None
        assert rows.insert_unless_there(job("two")) is True
        assert Job.objects.count() == 2

    def test_refuses_fields_with_a_placeholder_of_their_own(self) -> None:
        with pytest.raises(TypeError):
            rows.insert_statement(RoutingRule)


@pytest.mark.django_db
class TestUpdate:
    def test_writes_the_named_fields_alone(self) -> None:
        made = job("one")
        rows.insert(made)
        made.attempts, made.body, made.last_error = 3, {"word": "2"}, "unwritten"
        assert rows.update(made, ["attempts", "body"]) is True
        found = Job.objects.get()
        assert (found.attempts, found.body, found.last_error) == (3, {"word": "2"}, "")

    def test_says_that_nothing_is_there(self) -> None:
        gone = job("one")
        gone.pk = 0
        assert rows.update(gone, ["attempts"]) is False


@pytest.mark.django_db
class TestRead:
    @pytest.mark.parametrize("related", [(), ("data_key",), ("subject", "data_key", "case", "account")])
    def test_gives_what_django_gives(
        self, cast: Cast, related: tuple[str, ...], django_assert_num_queries: Callable[[int], Any]
    ) -> None:
        walk = Walk(cast)
        nameless = start_draft(petitioner_kind="citizen", language="kk", actor=Actor.nobody(), at=walk.tick()).petition
        for petition in (walk.filed(), nameless):
            found = rows.read(Petition, "petitions_petition.id = %s", [petition.pk], related=related)
            by_django = Petition.objects.select_related("subject", "data_key", "case", "account").get(pk=petition.pk)
            assert found is not None
            with django_assert_num_queries(0):
                assert found.__dict__.keys() == by_django.__dict__.keys()
                for name in ("id", "public_id", "created_at", "filed_on", "code_digest", "account_id"):
                    assert getattr(found, name) == getattr(by_django, name)
                for name in related:
                    assert getattr(found, name) == getattr(by_django, name)

    def test_follows_keys_of_keys_and_reads_a_table_twice(
        self, cast: Cast, django_assert_num_queries: Callable[[int], Any]
    ) -> None:
        walk = Walk(cast)
        walk.rules()
        petition, head = walk.routed(), Actor.of(cast.head_of_intake)
        assign_petition(petition=petition, assignee=cast.clerk, actor=head, at=walk.tick())
        related = ("rule", "rule__ladder", "assignee", "assigned_by")
        where = "petitions_assignment.petition_id = %s ORDER BY petitions_assignment.id"
        found = rows.read_all(Assignment, where, [petition.pk], related=related)
        by_django = petition.assignments.select_related(*related).order_by("pk")
        assert len(found) > 1
        for one, other in zip(found, by_django, strict=True):
            with django_assert_num_queries(0):
                assert one == other
                assert (one.rule, one.assignee, one.assigned_by) == (other.rule, other.assignee, other.assigned_by)
                assert (one.rule and one.rule.ladder) == (other.rule and other.rule.ladder)

    def test_reads_what_is_computed_as_django_does(
        self, cast: Cast, django_assert_num_queries: Callable[[int], Any]
    ) -> None:
        petition = Walk(cast).filed()
        found = locked_with_facts("subject_id", petition.subject_id, at=NOON)
        by_django = with_facts(Petition.objects.all(), at=NOON).get(pk=petition.pk)
        assert found is not None
        with django_assert_num_queries(0):
            assert found == by_django
            assert (found.subject, found.area) == (petition.subject, by_django.area)
            for name, _expression in FACTS:
                assert getattr(found, name) == getattr(by_django, name), name
        assert locked_with_facts("id", -1, at=NOON) is None

    def test_makes_values_of_python(self) -> None:
        rows.insert(job("one"))
        found = rows.read(Job, "key = %s", ["one"])
        assert found is not None
        assert found.body == {"word": "Әділет"}
        assert found.not_before == NOON

    def test_finds_none(self) -> None:
        assert rows.read(Job, "key = %s", ["none"]) is None
