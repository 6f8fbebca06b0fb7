"""A real worker, a real Redis, a real database, and what befalls them: nothing is lost, nothing is done twice."""

from __future__ import annotations

import functools
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from courtcase.notices.heartbeat import is_alive
from courtcase.notices.models import Job, Notice
from courtcase.notices.operations import owe_job, owe_notice
from courtcase.notices.working import TOGETHER
from courtcase.observability.request_ids import bound_request_id
from courtcase.register.operations import open_subject
from tests.notices.conftest import (
    broker,
    celery_beat_process,
    celery_worker_process,
    closed_breaker,
    make_aigerim,
    worker_environment,
)
from tests.notices.mail_server import running_mail_server
from tests.real_commits import RealDatabase, real_commits, run_as_owner
from tests.workers import Broker, CeleryProcess, until

__all__ = [
    "broker",
    "celery_beat_process",
    "celery_worker_process",
    "closed_breaker",
    "real_commits",
    "worker_environment",
]
pytestmark = [pytest.mark.faults, pytest.mark.alone, pytest.mark.usefixtures("real_commits")]


def traces(of: str) -> int:
    """Return how many completed runs of a job left a trace."""
    return Job.objects.filter(kind="workshop.trace", body__of=of).count()


def is_done(key: str) -> bool:
    """Say whether the job of this key is done."""
    close_old_connections()
    return Job.objects.filter(key=key, state=Job.State.DONE).exists()


def start_and_wait(*processes: CeleryProcess) -> None:
    """Start processes and wait until each has given a sign of life."""
    for process in processes:
        process.start()
    for process in processes:
        assert until(functools.partial(is_alive, process.words[0]), seconds=30), process.written()


def test_a_wake_reaches_the_worker_at_once_with_the_request_id(celery_worker_process: CeleryProcess) -> None:
    start_and_wait(celery_worker_process)
    with bound_request_id("request-1234"):
        owe_job(kind="workshop.leave_trace", subject=None, key="one")
    assert until(lambda: is_done("one"), seconds=5), celery_worker_process.written()
    ran = [line for line in celery_worker_process.written().splitlines() if '"workshop_ran"' in line]
    assert len(ran) == 1
    assert '"request_id": "request-1234"' in ran[0]


def test_a_handler_that_kills_its_worker_is_done_once_afterwards(
    celery_worker_process: CeleryProcess, celery_beat_process: CeleryProcess
) -> None:
    start_and_wait(celery_worker_process, celery_beat_process)
    owe_job(kind="workshop.die_first", subject=None, key="deadly")
    assert until(lambda: is_done("deadly"), seconds=30), celery_worker_process.written()
    assert traces("deadly") == 1
    assert Job.objects.get(key="deadly").attempts == 2


def test_a_worker_killed_in_mid_task_loses_and_doubles_nothing(
    celery_worker_process: CeleryProcess, celery_beat_process: CeleryProcess, tmp_path: Path
) -> None:
    start_and_wait(celery_worker_process, celery_beat_process)
    owe_job(kind="workshop.wait_for_file", subject=None, key="slow", body={"folder": str(tmp_path)})
    assert until((tmp_path / "begun-1").exists, seconds=10), celery_worker_process.written()
    celery_worker_process.kill()
    (tmp_path / "go").touch()
    celery_worker_process.start()
    assert until(lambda: is_done("slow"), seconds=30), celery_worker_process.written()
    assert traces("slow") == 1


def test_a_handler_slower_than_its_lease_is_not_run_beside_itself(
    celery_worker_process: CeleryProcess, celery_beat_process: CeleryProcess, tmp_path: Path
) -> None:
    celery_worker_process.words[celery_worker_process.words.index("1")] = "2"
    start_and_wait(celery_worker_process, celery_beat_process)
    owe_job(kind="workshop.wait_for_file", subject=None, key="slow", body={"folder": str(tmp_path)})
    assert until((tmp_path / "begun-1").exists, seconds=10)
    time.sleep(9)  # four leases and at least one sweep
    (tmp_path / "go").touch()
    assert until(lambda: is_done("slow"), seconds=15)
    assert traces("slow") == 1
    assert not (tmp_path / "begun-2").exists()


def test_work_owed_while_the_broker_is_down_is_caught_up(
    celery_worker_process: CeleryProcess, celery_beat_process: CeleryProcess, broker: Broker
) -> None:
    start_and_wait(celery_worker_process, celery_beat_process)
    broker.stop()
    for number in range(20):
        owe_job(kind="workshop.leave_trace", subject=None, key=f"job-{number}")
    broker.start()
    assert until(lambda: all(is_done(f"job-{number}") for number in range(20)), seconds=60), (
        celery_worker_process.written() + celery_beat_process.written()
    )
    assert [traces(f"job-{number}") for number in range(20)] == [1] * 20


def test_a_worker_killed_with_many_leased_at_once_loses_and_doubles_nothing(
    celery_worker_process: CeleryProcess, celery_beat_process: CeleryProcess
) -> None:
    keys = [f"moment-{number}" for number in range(TOGETHER)]
    start_and_wait(celery_worker_process, celery_beat_process)
    with transaction.atomic():  # so that one look finds them all
        for key in keys:
            owe_job(kind="workshop.quick_moment", subject=None, key=key)
    assert until(lambda: is_done(keys[2]), seconds=15, every=0.01), celery_worker_process.written()
    celery_worker_process.kill()
    left = Job.objects.filter(kind="workshop.quick_moment", state=Job.State.OWED)
    assert left.filter(attempts=1, lease_until__isnull=False).count() == left.count() > 1
    celery_worker_process.start()
    assert until(lambda: all(is_done(key) for key in keys), seconds=60), celery_worker_process.written()
    assert [traces(key) for key in keys] == [1] * len(keys)
    assert set(Job.objects.filter(key__in=keys).values_list("attempts", flat=True)) == {1, 2}


def owe_many(first: int) -> None:
    """Owe a hundred jobs, each in a transaction of its own, in a thread of its own connection."""
    try:
        for number in range(first, first + 100):
            owe_job(kind="workshop.quick", subject=None, key=f"job-{number}")
            time.sleep(0.01)
    finally:
        connection.close()


def test_no_work_waits_for_the_sweeper_because_one_wake_stands_for_many(celery_worker_process: CeleryProcess) -> None:
    start_and_wait(celery_worker_process)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(owe_many, (0, 100, 200)))
    quick = Job.objects.filter(kind="workshop.quick")
    assert until(lambda: quick.filter(state=Job.State.DONE).count() == 300, seconds=15), celery_worker_process.written()


def test_worker_and_beat_recover_when_the_database_drops_them(
    celery_worker_process: CeleryProcess, celery_beat_process: CeleryProcess, real_commits: RealDatabase
) -> None:
    start_and_wait(celery_worker_process, celery_beat_process)
    connection.close()
    run_as_owner(
        real_commits.owner_url,
        f'ALTER DATABASE "{real_commits.name}" ALLOW_CONNECTIONS false',
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{real_commits.name}'",  # noqa: S608
    )
    time.sleep(6)
    run_as_owner(real_commits.owner_url, f'ALTER DATABASE "{real_commits.name}" ALLOW_CONNECTIONS true')
    owe_job(kind="workshop.leave_trace", subject=None, key="after", not_before=timezone.now())
    assert until(lambda: is_done("after"), seconds=30), celery_worker_process.written()
    Job.objects.filter(key="after").update(state=Job.State.OWED)
    assert until(lambda: is_done("after"), seconds=30), celery_beat_process.written()
    assert traces("after") == 2


def test_a_worker_killed_while_sending_never_sends_twice(
    celery_worker_process: CeleryProcess, celery_beat_process: CeleryProcess
) -> None:
    with running_mail_server() as server:
        environment = celery_worker_process.environment
        environment["COURTCASE_MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
        environment["COURTCASE_TEST_MAIL_BACKEND"] = "tests.notices.slow_mail.SlowBackend"
        start_and_wait(celery_worker_process, celery_beat_process)
        owe_notice(
            subject=open_subject(kind="petition", at=timezone.now()),
            event="workshop.told",
            recipient=make_aigerim(),
            channel="email",
            language="kk",
        )
        assert until(lambda: bool(server.messages), seconds=15), celery_worker_process.written()
        celery_worker_process.kill()
        celery_worker_process.start()
        perhaps = Notice.objects.filter(state=Notice.State.PERHAPS_SENT)
        assert until(perhaps.exists, seconds=30), celery_worker_process.written()
        time.sleep(6)
        assert len(server.messages) == 1
