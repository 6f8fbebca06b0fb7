"""What tests of the register share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.utils.translation import gettext_noop

from courtcase.people.actors import Actor
from courtcase.register.events import declare_event
from courtcase.register.models import Event, Subject
from courtcase.register.operations import open_subject, record
from tests.real_commits import real_commits

__all__ = ["real_commits"]

NOON = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
HAPPENED = declare_event("trial.happened", gettext_noop("Something happened."))
MACHINE = Actor.system("trial")


@pytest.fixture
def subject(db: None) -> Subject:
    """Return something to record facts about."""
    return open_subject(kind="petition", at=NOON)


@pytest.fixture
def happen(subject: Subject) -> Callable[[int], list[Event]]:
    """Return a function that records so many facts about one subject."""
    return lambda count: [happened(subject, number) for number in range(count)]


def happened(subject: Subject, number: int, content: bytes | None = None) -> Event:
    """Record one numbered fact."""
    return record(subject=subject, event=HAPPENED, actor=MACHINE, at=NOON, body={"number": number}, content=content)
