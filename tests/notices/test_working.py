"""Working: handlers run once, failures come back later, and given-up work is kept for people to see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from structlog.testing import capture_logs

from courtcase.notices.leases import (
    LONGEST_PAUSE_SECONDS,
    MAX_ATTEMPTS,
    claim,
    due_jobs,
    due_notices,
    give_back,
    give_up_on_killers,
    pause_seconds,
)
from courtcase.notices.models import Job, Notice
from courtcase.notices.operations import owe_job, owe_notice
from courtcase.notices.queries import undelivered
from courtcase.notices.working import run_job, work_off
from courtcase.people.models import Account
from courtcase.register.models import Subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workshop")]


def owe(kind: str, key: str = "one") -> Job:
    """Owe a job of the workshop."""
    return owe_job(kind=f"workshop.{kind}", subject=None, key=key)


def take() -> Job:
    """Claim the one due job."""
    job = claim(due_jobs(timezone.now()), at=timezone.now())
    assert job is not None
    return job


def traces() -> int:
    """Return how many runs left a trace."""
    return Job.objects.filter(kind="workshop.trace").count()


def test_a_job_is_done_with_what_it_wrote() -> None:
    owe("leave_trace")
    assert work_off() == (1, False)
    job = Job.objects.get(key="one")
    assert (job.state, job.attempts, job.lease_until) == (Job.State.DONE, 1, None)
    assert traces() == 1


def test_doing_again_what_is_done_does_nothing() -> None:
    owe("leave_trace")
    job = take()
    run_job(job)
    run_job(job)
    assert traces() == 1


def test_a_failure_leaves_no_half_work_and_names_nobody() -> None:
    owe("fail")
    before = timezone.now()
    with capture_logs() as logs:
        work_off()
    job = Job.objects.get(key="one")
    assert traces() == 0
    assert (job.state, job.last_error, job.lease_until) == (Job.State.OWED, "ValueError", None)
    assert job.next_attempt_at > before + timedelta(seconds=3)
    assert {"job_failed", "attempt_failed"} <= {entry["event"] for entry in logs}


def test_after_the_last_attempt_a_job_is_failed() -> None:
    owe("fail")
    Job.objects.update(attempts=MAX_ATTEMPTS - 1)
    work_off()
    assert Job.objects.get(key="one").state == Job.State.FAILED


def test_a_job_nobody_handles_stays_owed() -> None:
    owe("from_a_newer_release")
    assert work_off() == (0, False)
    job = Job.objects.get(key="one")
    assert (job.state, job.attempts) == (Job.State.OWED, 0)


def test_a_held_job_is_not_taken_until_its_lease_is_over() -> None:
    owe("leave_trace")
    job = take()
    assert not due_jobs(timezone.now()).exists()
    assert job.lease_until is not None
    assert due_jobs(job.lease_until + timedelta(seconds=1)).exists()


def test_whoever_lost_the_lease_changes_nothing() -> None:
    owe("leave_trace")
    late = take()
    Job.objects.filter(key="one").update(lease_until=timezone.now() - timedelta(seconds=1))
    heir = take()
    run_job(late)
    give_back(late, ValueError(), at=timezone.now())
    assert traces() == 0
    run_job(heir)
    assert traces() == 1
    assert Job.objects.get(key="one").last_error == ""


def test_work_that_always_kills_its_worker_is_given_up() -> None:
    owe("die_first")
    take()
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.update(attempts=MAX_ATTEMPTS, lease_until=long_ago)
    assert give_up_on_killers(at=timezone.now()) == 1
    assert Job.objects.get(key="one").state == Job.State.FAILED


def test_no_worker_takes_what_was_tried_as_often_as_allowed() -> None:
    owe("die_first")
    take()
    Job.objects.update(attempts=MAX_ATTEMPTS, lease_until=timezone.now() - timedelta(minutes=5))
    assert work_off() == (0, False)


def test_a_notice_that_always_kills_its_worker_comes_onto_the_list_of_undelivered(
    subject: Subject, aigerim: Account
) -> None:
    notice = owe_notice(subject=subject, event="workshop.told", recipient=aigerim, channel="email", language="ru")
    assert claim(due_notices(timezone.now()), at=timezone.now()) == notice
    Notice.objects.update(attempts=MAX_ATTEMPTS, lease_until=timezone.now() - timedelta(minutes=5))
    assert work_off() == (0, False)
    assert give_up_on_killers(at=timezone.now()) == 1
    assert list(undelivered()) == [notice]


@pytest.mark.parametrize("attempts", [1, 2, 3, 8, 20, 10_000])
def test_the_pause_doubles_up_to_an_hour(attempts: int) -> None:
    wanted = min(5.0 * 2 ** (attempts - 1) if attempts < 30 else 1e9, LONGEST_PAUSE_SECONDS)
    assert wanted * 0.8 <= pause_seconds(attempts) <= wanted * 1.2


def test_time_up_says_that_more_may_be_due() -> None:
    owe("leave_trace")
    assert work_off(budget_seconds=0) == (0, True)
