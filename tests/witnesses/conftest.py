"""What tests of witnesses share: an authority that stamps, and a register with a published root."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from courtcase.register.models import DailyRoot, Event
from courtcase.register.operations import open_subject, publish_root
from tests.register.conftest import NOON, happened
from tests.register.test_verify_register import as_owner, events, tamper
from tests.witnesses.authority import Authority, running

__all__ = ["as_owner", "events", "tamper"]
DAY = date(2026, 3, 2)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with running(tmp_path_factory.mktemp("authority")) as started:
        yield started


@pytest.fixture
def stamping(authority: Authority, settings: Any) -> Authority:
    """Return the authority, named in the settings."""
    settings.TIMESTAMP_URL, settings.TIMESTAMP_CERTIFICATES = authority.url, authority.certificates
    return authority


@pytest.fixture
def root(db: None) -> DailyRoot:
    """Return a published root over a few events."""
    facts: list[Event] = []
    subject = open_subject(kind="petition", at=NOON)
    facts += [happened(subject, number) for number in range(5)]
    published = publish_root(day=DAY, at=NOON)
    assert published is not None
    return published
