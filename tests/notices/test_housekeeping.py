"""What the outbox's daily work removes, and what it keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from courtcase.notices.models import Job
from courtcase.notices.operations import owe_job
from courtcase.notices.registry import job_handlers
from courtcase.notices.working import work_off
from courtcase.people.models import Account

pytestmark = pytest.mark.django_db


def done(kind: str) -> None:
    """Owe a job of `kind` and do it."""
    job = owe_job(kind=kind, subject=None, key=f"test:{kind}")
    work_off()
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_sessions_that_have_run_out_are_forgotten(aigerim: Account) -> None:
    old, new = Client(), Client()
    for client in (old, new):
        client.force_login(aigerim)
        UserSession.objects.create(
            user=aigerim, session_key=client.session.session_key, ip="192.0.2.7", user_agent="a browser"
        )
    key = old.session.session_key
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(minutes=61))
    done("notices.forget_sessions")
    assert [session.session_key for session in Session.objects.all()] == [new.session.session_key]
    assert [row.session_key for row in UserSession.objects.all()] == [new.session.session_key]


def test_only_work_done_long_ago_is_forgotten() -> None:
    long_ago = timezone.now() - timedelta(days=91)
    for key, state, settled in (
        ("old", Job.State.DONE, long_ago),
        ("new", Job.State.DONE, timezone.now()),
        ("failed", Job.State.FAILED, long_ago),
    ):
        Job.objects.create(kind="test.kind", key=key, state=state, settled_at=settled)
    job_handlers["notices.forget_done"](Job(kind="notices.forget_done"))
    assert set(Job.objects.values_list("key", flat=True)) == {"new", "failed"}
