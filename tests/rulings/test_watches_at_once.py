"""One alert by e-mail asked for by several requests at once: one row, one letter, and nobody sees an error."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from courtcase.notices.models import Notice
from courtcase.people.actors import Actor
from rulings.models import Watch
from rulings.watching.content import Wanted
from rulings.watching.operations.ask_watch import MOST_WATCHES, ask_watch
from tests.law.test_series_at_once import at_once

pytestmark = pytest.mark.real_commits
AT = datetime(2026, 11, 30, 9, tzinfo=UTC)


def ask(words: str) -> None:
    """Ask for the answers to a search, as anybody may."""
    wanted = Wanted({"q": words})
    ask_watch(email="reader@example.org", wanted=wanted, language="ru", actor=Actor.nobody(), at=AT)


def test_the_same_alert_is_written_once(real_commits: Any) -> None:
    assert at_once(4, lambda: ask("норма")) == []
    assert Watch.objects.count() == 1
    assert Notice.objects.filter(event="watch.asked").count() == 1


def test_an_address_never_waits_for_more_than_it_may(real_commits: Any) -> None:
    for number in range(MOST_WATCHES - 1):
        ask(f"норма {number}")
    different = iter(["земля", "вода", "лес", "воздух"])
    assert at_once(4, lambda: ask(next(different))) == []
    assert Watch.objects.count() == MOST_WATCHES
