"""One norm added to the list of law by two people at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from courtcase.law.adding import add_provision
from courtcase.law.models import Act, Provision
from courtcase.law.provisions import parse_segments
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from tests.law.test_series_at_once import at_once

pytestmark = pytest.mark.real_commits
WHERE = parse_segments("article 9001 / paragraph 2")


def test_the_second_is_told_that_it_is_there(real_commits: Any) -> None:
    act = Act.objects.order_by("pk")[0]

    def work() -> None:
        actor, at = Actor.system("tests"), datetime(2026, 11, 30, 9, tzinfo=UTC)
        add_provision(act=act, segments=WHERE, headings={}, source="Adilet", actor=actor, at=at)

    raised = at_once(4, work)
    assert [(type(error), getattr(error, "field", "")) for error in raised] == [(OperationError, "words")] * 3
    assert Provision.objects.filter(act=act, path__startswith="9001").count() == 2
