from __future__ import annotations

from datetime import timedelta

import pytest

from courtcase.law.queries import grounds_on, open_clocks
from courtcase.notices.models import Notice
from courtcase.people.actors import Actor
from petitions.filing.queries import petitioner_may
from petitions.intake.operations.lapse_cures import lapse_cures
from petitions.intake.operations.screen_petition import return_petition
from petitions.models import QueueEntry
from petitions.workflow import State
from tests.petitions.walk import WHY, Walk

SYSTEM = Actor.system("tests")


@pytest.mark.django_db
class TestTheTermForCorrections:
    def test_it_lapses_once_and_the_petitioner_is_told(self, walk: Walk) -> None:
        petition = walk.returned()
        assert "cure" in petitioner_may(petition, Actor.of(walk.cast.petitioner), walk.now)
        assert lapse_cures(actor=SYSTEM, at=walk.now) == 0
        later = walk.now + timedelta(days=40)
        assert lapse_cures(actor=SYSTEM, at=later) == 1
        assert lapse_cures(actor=SYSTEM, at=later) == 0
        petition.refresh_from_db()
        assert petition.state == State.RETURNED
        assert not open_clocks(petition.subject).exists()
        assert "cure" not in petitioner_may(petition, Actor.of(walk.cast.petitioner), later)
        assert "demand_decision" in petitioner_may(petition, Actor.of(walk.cast.petitioner), later)
        assert Notice.objects.filter(event="petition.cure_lapsed", recipient=walk.cast.petitioner).count() == 1

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
