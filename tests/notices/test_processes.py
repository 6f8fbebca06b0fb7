"""One real worker and one real beat: the shortest proof that owed work is done outside this process."""

from __future__ import annotations

import pytest

from courtcase.notices.beat import SingleLock
from courtcase.notices.heartbeat import beat_heart, is_alive
from courtcase.notices.models import Job
from courtcase.notices.operations import owe_job
from tests.workers import Broker, CeleryProcess, free_port, until


@pytest.mark.usefixtures("real_commits")
def test_a_real_worker_does_what_is_owed_and_shows_that_it_lives(celery_worker_process: CeleryProcess) -> None:
    celery_worker_process.start()
    owe_job(kind="workshop.leave_trace", subject=None, key="one")
    done = Job.objects.filter(key="one", state=Job.State.DONE)
    assert until(done.exists, seconds=30), celery_worker_process.written()
    assert is_alive("worker")
    assert not is_alive("beat")


@pytest.mark.usefixtures("real_commits")
def test_only_one_holds_the_lock_and_the_next_takes_over() -> None:
    first, second = SingleLock(), SingleLock()
    assert first.hold()
    assert first.hold()
    assert not second.hold()
    first.release()
    assert until(second.hold, seconds=5)
    second.release()


@pytest.mark.usefixtures("real_commits")
def test_a_lock_lost_with_its_connection_is_noticed() -> None:
    first, second = SingleLock(), SingleLock()
    assert first.hold()
    first.connection.connection.close()
    assert until(second.hold, seconds=5)
    assert not first.hold()
    second.release()
    assert until(first.hold, seconds=5)
    first.release()


def test_signs_of_life_run_out(broker: Broker) -> None:
    import redis

    assert beat_heart("worker")
    assert 0 < int(redis.Redis.from_url(broker.url).ttl("courtcase:heartbeat:worker")) <= 30


def test_no_redis_means_no_sign_of_life_and_no_error(settings: object) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"  # type: ignore[attr-defined]
    assert not beat_heart("worker")
    assert not is_alive("worker")
