"""A clock that was wrong and is set back: what is done regularly goes on at once, and not when the old time comes again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from courtcase.celery import app
from courtcase.notices import beat
from courtcase.notices.leases import bring_back
from courtcase.notices.models import Job
from courtcase.notices.operations import owe_job
from courtcase.notices.schedule import SCHEDULE
from courtcase.notices.working import sweep


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


HOUR = timedelta(hours=1)


@pytest.mark.django_db
@pytest.mark.usefixtures("workshop")
class TestWorkOwedByAClockThatWasAhead:
    def test_what_was_owed_at_once_is_done_at_once(self) -> None:
        later = timezone.now() + HOUR
        job = owe_job(kind="workshop.leave_trace", subject=None, key="one")
        Job.objects.update(created_at=later, not_before=later, next_attempt_at=later)
        sweep(at=timezone.now())
        job.refresh_from_db()
        assert job.state == Job.State.DONE

    def test_a_pause_counted_by_it_lasts_no_longer_than_the_longest(self) -> None:
        job = owe_job(kind="workshop.leave_trace", subject=None, key="one")
        Job.objects.update(attempts=1, next_attempt_at=timezone.now() + 24 * HOUR)
        sweep(at=timezone.now())
        job.refresh_from_db()
        assert job.state == Job.State.DONE

    def test_what_is_owed_for_later_stays_so(self) -> None:
        now = timezone.now()
        owe_job(kind="workshop.leave_trace", subject=None, key="undo", not_before=now + HOUR)
        owe_job(kind="workshop.leave_trace", subject=None, key="pause")
        Job.objects.filter(key="pause").update(attempts=9, next_attempt_at=now + HOUR)
        assert bring_back(at=now) == 0
