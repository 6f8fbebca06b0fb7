from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from courtcase.law.models import Clock
from courtcase.law.queries import grounds_on, open_clocks
from courtcase.law.time import court_day
from courtcase.notices.models import Job, Notice
from courtcase.notices.schedule import owe_daily_jobs
from courtcase.notices.working import work_off
from courtcase.people.actors import Actor
from petitions.filing.queries import petitioner_may
from petitions.intake.operations.lapse_cures import LAPSE_JOB, lapse_if_passed
from petitions.intake.operations.screen_petition import return_petition
from petitions.models import Petition, QueueEntry
from petitions.workflow import State
from tests.petitions.walk import WHY, Walk

SYSTEM = Actor.system("tests")


@pytest.mark.django_db
class TestTheTermForCorrections:
    def test_it_lapses_once_and_the_petitioner_is_told(self, walk: Walk) -> None:
        petition = walk.returned()
        assert "cure" in petitioner_may(petition, Actor.of(walk.cast.petitioner), walk.now)
        assert not lapse_if_passed(petition=petition, actor=SYSTEM, at=walk.now)
        later = walk.now + timedelta(days=40)
        assert lapse_if_passed(petition=petition, actor=SYSTEM, at=later)
        assert not lapse_if_passed(petition=petition, actor=SYSTEM, at=later)
        petition.refresh_from_db()
        assert petition.state == State.RETURNED
        assert not open_clocks(petition.subject).exists()
        assert "cure" not in petitioner_may(petition, Actor.of(walk.cast.petitioner), later)
        assert "demand_decision" in petitioner_may(petition, Actor.of(walk.cast.petitioner), later)
        assert Notice.objects.filter(event="petition.cure_lapsed", recipient=walk.cast.petitioner).count() == 1

    def test_one_that_cannot_lapse_keeps_neither_the_others_nor_reminders_waiting(self, walk: Walk) -> None:
        stuck, passed, soon = walk.returned(), walk.returned(), walk.returned()
        today = court_day(timezone.now())
        cures = Clock.objects.filter(term__code="cure")
        cures.update(due_on=today - timedelta(days=1))
        cures.filter(subject=soon.subject).update(due_on=today + timedelta(days=7))
        Petition.objects.filter(pk=stuck.pk).update(state=State.SCREENING)
        owe_daily_jobs(at=timezone.now())
        work_off()
        assert open_clocks(stuck.subject).exists()
        assert not open_clocks(passed.subject).exists()
        assert list(Job.objects.filter(kind=LAPSE_JOB).order_by("pk").values_list("state", flat=True)) == [
            "owed",
            "done",
        ]
        told = Notice.objects.filter(event__in=("petition.cure_lapsed", "petition.term_ends"))
        assert set(told.values_list("event", "subject")) == {
            ("petition.cure_lapsed", passed.subject_id),
            ("petition.term_ends", soon.subject_id),
        }

    def test_no_term_runs_where_the_ground_cannot_be_cured(self, walk: Walk) -> None:
        petition = walk.screening()
        ground = grounds_on(kind="return", day=walk.now.date()).filter(curable=False)[0]
        returned = return_petition(
            petition=petition, grounds=[ground], explanation=WHY, actor=Actor.of(walk.cast.clerk), at=walk.tick()
        )
        assert returned.cure_until is None
        assert not open_clocks(petition.subject).exists()

    def test_the_petitioners_term_makes_no_clerk_late(self, walk: Walk) -> None:
        petition = walk.returned()
        assert QueueEntry.objects.get(petition=petition).due_on is None
