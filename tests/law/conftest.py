from __future__ import annotations

from datetime import UTC, datetime

import pytest

from courtcase.people.actors import Actor
from courtcase.register.models import Subject
from courtcase.register.operations import open_subject

AT = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
SYSTEM = Actor.system("tests")


@pytest.fixture
def law(db: None) -> None:
    """The rows of law, which the test database always holds, for one test that may change them."""


@pytest.fixture
def subject(db: None) -> Subject:
    """A petition's subject, which terms run for."""
    return open_subject(kind="petition", at=AT)
