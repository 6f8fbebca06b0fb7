"""Beat: what it sends and when, whatever is done to the machine's clock meanwhile."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import redis

from courtcase.celery import app
from courtcase.notices import beat
from courtcase.notices.beat import MOST_WAITING, LockedScheduler
from courtcase.notices.models import Job
from courtcase.notices.schedule import DAILY, SCHEDULE, owe_daily_jobs
from tests.workers import Broker

SWEEP = "Sweep owed work"


class Seconds:
    """A machine whose time goes on as the test says, beside its clock that may say anything."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passed, self.monkeypatch = beat.time.monotonic(), monkeypatch
        monkeypatch.setattr(beat, "time", SimpleNamespace(monotonic=lambda: self.passed))

    def set_clock(self, jump: timedelta) -> None:
        """Set the machine's clock back or forth."""
        self.monkeypatch.setattr(app, "now", lambda: datetime.now(UTC) + jump)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the sentences of the lines that were sent, in their order."""
    lines: list[str] = []
    monkeypatch.setattr(LockedScheduler, "apply_async", lambda self, entry, **_more: lines.append(entry.name))
    monkeypatch.setattr(beat.SingleLock, "hold", lambda self: True)
    monkeypatch.setattr(beat, "beat_heart", lambda who, idle=False: True)
    return lines


def run_for(scheduler: LockedScheduler, seconds: Seconds, count: int) -> None:
    """Let the scheduler look once a second for `count` seconds."""
    for _second in range(count):
        seconds.passed += 1
        looks = 0
        while scheduler.tick() <= 0:
            looks += 1
            assert looks < 100, "the scheduler never comes to rest"


@pytest.mark.parametrize("hours", [1, -1, 24, -24])
def test_setting_the_clock_neither_stops_a_line_nor_doubles_it(
    monkeypatch: pytest.MonkeyPatch, broker: Broker, sent: list[str], hours: int
) -> None:
    seconds = Seconds(monkeypatch)
    scheduler = LockedScheduler(app=app)
    run_for(scheduler, seconds, 300)
    before = Counter(sent)
    seconds.set_clock(timedelta(hours=hours))
    run_for(scheduler, seconds, 300)
    after = Counter(sent) - before
    for line in SCHEDULE.values():
        assert abs(after[line.name] - 300 / line.every) <= 1, (line.name, before, after)
    assert before[SWEEP] >= 59


def test_messages_do_not_pile_up_while_no_worker_takes_them(
    monkeypatch: pytest.MonkeyPatch, broker: Broker, sent: list[str]
) -> None:
    seconds = Seconds(monkeypatch)
    scheduler = LockedScheduler(app=app)
    server = redis.Redis.from_url(broker.url)
    server.rpush("celery", *["a message"] * MOST_WAITING)
    run_for(scheduler, seconds, 30)
    assert sent == []
    server.lpop("celery")
    run_for(scheduler, seconds, 10)
    assert sent.count(SWEEP) == 2


def test_no_message_of_the_schedule_runs_out(broker: Broker) -> None:
    scheduler = LockedScheduler(app=app)
    assert all("expires" not in (entry.options or {}) for entry in scheduler.schedule.values())


@pytest.mark.django_db
def test_the_days_work_is_owed_once_a_day_through_a_jump_over_midnight_and_back() -> None:
    late = datetime(2026, 3, 9, 18, 50, tzinfo=UTC)  # ten minutes before midnight in Almaty
    minutes = [0, 60, 5, 15, 24 * 60, 25 * 60]
    owed = [owe_daily_jobs(at=late + timedelta(minutes=number)) for number in minutes]
    assert owed == [len(DAILY), len(DAILY), 0, 0, 0, len(DAILY)]
    assert Job.objects.count() == sum(owed)
