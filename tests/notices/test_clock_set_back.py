"""A clock that was wrong and is set back: what is done regularly goes on at once, and not when the old time comes again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from courtcase.celery import app
from courtcase.notices import beat
from courtcase.notices.schedule import SCHEDULE


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch) -> beat.LockedScheduler:
    """Return a scheduler that holds its lock; what it sends stays here."""
    monkeypatch.setattr(beat, "beat_heart", lambda *_who, **_how: True)
    monkeypatch.setattr(beat.SingleLock, "hold", lambda self: True)
    made = beat.LockedScheduler(app=app, lazy=True)
    monkeypatch.setattr(made, "apply_entry", lambda *_arguments, **_keywords: None)
    made.setup_schedule()
    return made


def due_in(scheduler: Any) -> dict[str, float]:
    """Return in how many seconds each line of the schedule is due."""
    return {name: entry.is_due().next for name, entry in scheduler.schedule.items()}


def test_beat_goes_on_when_its_clock_is_set_back_by_an_hour(scheduler: beat.LockedScheduler) -> None:
    scheduler.tick()
    for entry in scheduler.schedule.values():
        entry.last_run_at = app.now() + timedelta(hours=1)
    scheduler.tick()
    late = {name: seconds for name, seconds in due_in(scheduler).items() if seconds > SCHEDULE[name].every}
    assert late == {}


def test_a_clock_that_runs_on_changes_nothing(scheduler: beat.LockedScheduler) -> None:
    scheduler.tick()
    before = {name: entry.last_run_at for name, entry in scheduler.schedule.items()}
    scheduler.tick()
    assert {name: entry.last_run_at for name, entry in scheduler.schedule.items()} == before
