"""Owing: one row for one fact, whoever says it how often; taken back while nobody has begun."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from courtcase.notices.leases import claim, due_notices
from courtcase.notices.models import Job, Notice
from courtcase.notices.operations import cancel_notice, owe_job, owe_notice
from courtcase.observability.request_ids import bound_request_id
from courtcase.people.models import Account
from courtcase.register.models import Subject

pytestmark = pytest.mark.django_db


def owe(subject: Subject, recipient: Account | None, **changes: Any) -> Notice:
    """Owe the workshop's notice by e-mail unless told otherwise."""
    values: dict[str, Any] = {"event": "workshop.told", "channel": "email", "language": "ru", **changes}
    return owe_notice(subject=subject, recipient=recipient, **values)


def test_the_same_job_is_owed_once(subject: Subject) -> None:
    first = owe_job(kind="workshop.leave_trace", subject=subject, key="one", body={"a": 1})
    second = owe_job(kind="workshop.leave_trace", subject=subject, key="one", body={"a": 2})
    assert first.pk == second.pk
    assert Job.objects.get(key="one").body == {"a": 1}


def test_the_same_notice_is_owed_once(subject: Subject, aigerim: Account) -> None:
    assert owe(subject, aigerim).pk == owe(subject, aigerim).pk
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("change", [{"channel": "sms"}, {"event": "workshop.other"}, {"key": "second"}])
def test_another_channel_event_or_occasion_is_another_notice(
    subject: Subject, aigerim: Account, change: dict[str, str]
) -> None:
    assert owe(subject, aigerim).pk != owe(subject, aigerim, **change).pk


def test_an_address_is_sealed_and_known_again_by_its_index(subject: Subject) -> None:
    first = owe(subject, None, address={"email": "Serik@Example.org"})
    second = owe(subject, None, address={"email": " serik@example.org "})
    assert first.pk == second.pk
    assert b"xample" not in bytes(first.address or b"")
    assert first.data_key is not None


@pytest.mark.parametrize("both", [True, False])
def test_a_notice_goes_to_one_somebody(subject: Subject, aigerim: Account, both: bool) -> None:
    with pytest.raises(ValueError, match="one of the two"):
        owe(subject, aigerim if both else None, address={"email": "a@b.kz"} if both else None)


def test_an_unknown_channel_is_refused(subject: Subject, aigerim: Account) -> None:
    with pytest.raises(ValueError, match="pigeon"):
        owe(subject, aigerim, channel="pigeon")


def test_what_is_owed_carries_the_request_id(subject: Subject, aigerim: Account) -> None:
    with bound_request_id("request-1234"):
        assert owe(subject, aigerim).request_id == "request-1234"
        assert owe_job(kind="x.y", subject=None, key="k").request_id == "request-1234"


def test_what_is_owed_in_a_transaction_that_fails_is_not_owed(subject: Subject) -> None:
    def owe_and_fail() -> None:
        with transaction.atomic():
            owe_job(kind="workshop.leave_trace", subject=subject, key="gone")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        owe_and_fail()
    assert not Job.objects.exists()


def test_undo_takes_back_what_nobody_has_begun(subject: Subject, aigerim: Account) -> None:
    now = timezone.now()
    owe(subject, aigerim, not_before=now + timedelta(minutes=5))
    assert cancel_notice(subject=subject, event="workshop.told", at=now) == 1
    assert Notice.objects.get().state == Notice.State.CANCELLED


@pytest.mark.usefixtures("workshop")
def test_undo_leaves_what_a_worker_holds(subject: Subject, aigerim: Account) -> None:
    now = timezone.now()
    owe(subject, aigerim)
    assert claim(due_notices(timezone.now()), at=timezone.now()) is not None
    assert cancel_notice(subject=subject, event="workshop.told", at=now) == 0
    assert Notice.objects.get().state == Notice.State.OWED


@pytest.mark.usefixtures("workshop")
def test_nothing_is_due_before_its_time(subject: Subject, aigerim: Account) -> None:
    now = timezone.now()
    owe(subject, aigerim, not_before=now + timedelta(minutes=5))
    assert not due_notices(now).exists()
    assert due_notices(now + timedelta(minutes=5)).exists()
