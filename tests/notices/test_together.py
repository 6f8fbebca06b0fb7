"""Quick jobs leased together: each is still a piece of work of its own, and none pays for its neighbour."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from courtcase.notices import working
from courtcase.notices.leases import MAX_ATTEMPTS, claim, claim_several, due_alone, due_together, give_up_on_killers
from courtcase.notices.models import Job
from courtcase.notices.operations import owe_job
from courtcase.notices.working import TOGETHER, run_job, work_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workshop")]


def owe(*kinds: str) -> None:
    """Owe jobs of the workshop, keyed by their place."""
    for number, kind in enumerate(kinds):
        owe_job(kind=f"workshop.{kind}", subject=None, key=str(number))


def owed(key: str) -> Job:
    """Return a job as it stands."""
    return Job.objects.get(key=key)


def traces(of: str) -> int:
    """Return how many completed runs of a job left a trace."""
    return Job.objects.filter(kind="workshop.trace", body__of=of).count()


def take(limit: int = TOGETHER) -> list[Job]:
    """Lease quick jobs as a worker does."""
    now = timezone.now()
    return claim_several(due_together(now), at=now, limit=limit)


def let_the_worker_die() -> None:
    """Let every lease run out, as when nobody renews it."""
    Job.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_quick_jobs_are_leased_at_once_in_the_order_in_which_they_are_due() -> None:
    owe("quick", "leave_trace", "quick", "quick")
    taken = take(limit=2)
    assert [job.key for job in taken] == ["0", "2"]
    assert {(job.attempts, job.lease_token) for job in taken} == {(1, taken[0].lease_token)}
    assert [job.key for job in take()] == ["3"]
    assert take() == []


def test_one_that_fails_takes_no_other_with_it() -> None:
    owe("quick", "quick_fail", "quick")
    assert work_off() == (3, False)
    assert [owed(key).state for key in "012"] == [Job.State.DONE, Job.State.OWED, Job.State.DONE]
    assert [traces(key) for key in "012"] == [1, 0, 1]
    assert (owed("1").attempts, owed("1").lease_until, owed("1").last_error) == (1, None, "ValueError")


def test_what_a_dead_worker_held_is_done_once_by_another_one_at_a_time() -> None:
    owe("quick", "quick", "quick")
    taken = take()
    run_job(taken[0])
    assert work_off() == (0, False)
    let_the_worker_die()
    assert take() == []
    assert work_off() == (2, False)
    assert [traces(key) for key in "012"] == [1, 1, 1]
    assert [owed(key).attempts for key in "012"] == [1, 2, 2]


def test_one_that_kills_its_worker_costs_its_neighbours_a_single_attempt() -> None:
    owe("quick", "quick", "quick")
    take()
    Job.objects.filter(key="1").update(next_attempt_at=timezone.now() - timedelta(days=1))
    for attempt in range(2, MAX_ATTEMPTS + 1):
        let_the_worker_die()
        killer = claim(due_alone(timezone.now()), at=timezone.now())
        assert killer is not None
        assert (killer.key, killer.attempts) == ("1", attempt)
    let_the_worker_die()
    assert give_up_on_killers(at=timezone.now()) == 1
    assert owed("1").state == Job.State.FAILED
    assert work_off() == (2, False)
    assert [(owed(key).state, owed(key).attempts) for key in "02"] == [(Job.State.DONE, 2)] * 2


def test_what_was_not_begun_in_time_goes_back_and_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    owe("quick", "quick", "quick")
    monkeypatch.setattr(working, "TOGETHER_SECONDS", -1.0)
    assert working.do_together() == 1
    assert [(owed(key).state, owed(key).attempts) for key in "012"] == [
        (Job.State.DONE, 1),
        (Job.State.OWED, 0),
        (Job.State.OWED, 0),
    ]
    assert [job.key for job in take()] == ["1", "2"]


def test_whoever_lost_a_lease_in_the_middle_of_many_leaves_the_rest_to_the_heir() -> None:
    owe("quick", "quick")
    first, second = take()
    run_job(first)
    let_the_worker_die()
    heir = claim(due_alone(timezone.now()), at=timezone.now())
    run_job(second)
    assert traces("1") == 0
    assert heir is not None
    run_job(heir)
    assert traces("1") == 1


@pytest.mark.parametrize(("hours", "held"), [(1, False), (0, True)])
def test_a_lease_of_a_clock_that_went_wrong_holds_nothing(hours: int, held: bool) -> None:
    owe("quick")
    now = timezone.now()
    assert claim_several(due_together(now), at=now + timedelta(hours=hours), limit=1)
    assert due_alone(now).exists() is not held


@pytest.mark.parametrize(("count", "calls"), [(TOGETHER - 1, 0), (TOGETHER, 1)])
def test_more_than_one_can_carry_calls_another(monkeypatch: pytest.MonkeyPatch, count: int, calls: int) -> None:
    called: list[int] = []
    monkeypatch.setattr(working, "publish_wake", lambda: called.append(1))
    owe(*["quick"] * count)
    assert work_off() == (count, False)
    assert len(called) == calls


class TestSharingTime:
    """What had least of a worker's time comes next."""

    @pytest.mark.parametrize("slow", ["together", "alone", "notices"])
    def test_one_slow_way_leaves_the_others_half_of_the_time(self, monkeypatch: pytest.MonkeyPatch, slow: str) -> None:
        spent = dict.fromkeys(working.WAYS, 0.0)

        class Clock:
            @staticmethod
            def monotonic() -> float:
                return sum(spent.values())

        def way(name: str) -> int:
            spent[name] += 5.0 if name == slow else 0.1
            return 1

        ways = {name: (lambda name=name: way(name)) for name in working.WAYS}
        monkeypatch.setattr(working, "time", Clock)
        monkeypatch.setattr(working, "WAYS", ways)
        monkeypatch.setattr(working, "what_is_due", lambda at: set(ways))
        _tried, more = work_off(budget_seconds=60)
        assert more
        others = [seconds for name, seconds in spent.items() if name != slow]
        assert min(others) >= 15.0
        assert spent[slow] <= max(others) + 5.0

    def test_a_wake_that_finds_nothing_costs_one_statement(self, django_assert_num_queries: object) -> None:
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert work_off() == (0, False)
