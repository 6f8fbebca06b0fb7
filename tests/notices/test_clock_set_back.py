"""A clock that was wrong and is set back: what is owed is done at once, and not when the old time comes again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from courtcase.notices.leases import bring_back
from courtcase.notices.models import Job
from courtcase.notices.operations import owe_job
from courtcase.notices.working import sweep

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
