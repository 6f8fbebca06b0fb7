"""Many petitions at once and workers that die among them: each has one clerk, one number, one notice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection
from django.db.models import Count
from django.utils import timezone

from courtcase.notices.models import Job, Notice
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.register.sealing import seal
from courtcase.register.verification import verify
from petitions.intake.operations.register_petition import register_petition
from petitions.models import Assignment, Petition
from petitions.workflow import State
from tests.cast import Cast
from tests.notices.conftest import broker, celery_beat_process, celery_worker_process, worker_environment
from tests.petitions.walk import Walk
from tests.workers import CeleryProcess, until

__all__ = ["broker", "celery_beat_process", "celery_worker_process", "worker_environment"]
pytestmark = [pytest.mark.faults, pytest.mark.alone]
ROUTED, KILLS = 60, 5
REGISTERED, THREADS = 100, 8


def how_many_routed() -> int:
    """Return how many petitions have a clerk by now."""
    close_old_connections()
    return Petition.objects.filter(assignee__isnull=False).count()


class TestAWorkerThatIsKilled:
    def test_five_times_while_it_routes_loses_and_doubles_nothing(
        self, celery_worker_process: CeleryProcess, celery_beat_process: CeleryProcess
    ) -> None:
        walk = Walk(Cast())
        walk.rules()
        _ = walk.cast.clerk, walk.cast.second_clerk
        for _number in range(ROUTED):
            walk.filed()
        celery_beat_process.start()
        for kill in range(1, KILLS + 1):
            celery_worker_process.start()
            enough = kill * ROUTED // (KILLS + 2)
            until(lambda enough=enough: how_many_routed() >= enough, seconds=8, every=0.01)  # type: ignore[misc]
            celery_worker_process.kill()
        celery_worker_process.start()
        assert until(lambda: how_many_routed() == ROUTED, seconds=40), celery_worker_process.written()[-3_000:]
        celery_worker_process.kill()
        assert Assignment.objects.count() == ROUTED
        assert not Assignment.objects.filter(rule=None).exists()
        told = Notice.objects.filter(event="petition.assigned").values("subject").annotate(times=Count("pk"))
        assert [one["times"] for one in told] == [1] * ROUTED
        routing = Job.objects.filter(kind="petitions.route")
        assert routing.count() == ROUTED
        assert not routing.exclude(state=Job.State.DONE).exists()


def register(pk: int, cast: Cast) -> str:
    """Register one petition in a thread of its own connection; return its number."""
    try:
        petition = Petition.objects.get(pk=pk)
        registered = register_petition(petition=petition, actor=Actor.of(cast.clerk), at=timezone.now())
        return str(registered.register_number)
    finally:
        connection.close()


@pytest.mark.usefixtures("real_commits")
class TestManyClerksAtOnce:
    def test_a_hundred_petitions_get_a_hundred_numbers(self) -> None:
        walk = Walk(Cast())
        _ = walk.cast.clerk
        filed = [walk.filed().pk for _number in range(REGISTERED)]
        with ThreadPoolExecutor(THREADS) as threads:
            numbers = list(threads.map(lambda pk: register(pk, walk.cast), filed))
        year = timezone.localdate().year
        assert sorted(numbers) == [f"{year}/{number:06d}" for number in range(1, REGISTERED + 1)]
        assert Petition.objects.filter(state=State.REGISTERED).count() == REGISTERED
        while seal(at=timezone.now()):
            pass
        assert verify().waiting == 0

    def test_two_clerks_on_one_petition_register_it_once(self) -> None:
        walk = Walk(Cast())
        _ = walk.cast.clerk
        petition = walk.filed()
        with ThreadPoolExecutor(2) as threads:
            both = list(threads.map(lambda pk: told(pk, walk.cast), [petition.pk, petition.pk]))
        assert sorted(both) == ["registered", "wrong_state"]


def told(pk: int, cast: Cast) -> str:
    """Register, and return what the clerk is told: done, or by which word it was refused."""
    try:
        register(pk, cast)
    except OperationError as error:
        return error.code
    return "registered"
