from __future__ import annotations

from datetime import timedelta

import pytest

from courtcase.law.queries import open_clocks
from courtcase.law.time import court_day
from courtcase.operations import OperationError, TermPassed
from courtcase.people.actors import Actor
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.submit_petition import submit_cure
from petitions.intake.operations.confirm_signature import confirm_signature
from petitions.models import Petition
from petitions.workflow import State
from tests.petitions.walk import Walk


def corrected(walk: Walk) -> Petition:
    """Return a petition whose correction waits for its signature."""
    petition = walk.returned()
    writer = Actor.of(walk.cast.petitioner)
    petition = save_draft(petition=petition, part={"provisions_typed": "art. 1"}, actor=writer, at=walk.tick())
    return submit_cure(petition=petition, actor=writer, at=walk.tick())


@pytest.mark.django_db
class TestTheDayThePaperCame:
    def test_a_petition_is_filed_on_the_day_it_came(self, walk: Walk) -> None:
        petition = walk.submitted()
        came = court_day(walk.now)
        late = walk.now + timedelta(days=4)
        registrar = Actor.of(walk.cast.registrar)
        assert confirm_signature(petition=petition, received_on=came, actor=registrar, at=late).filed_on == came

    def test_a_correction_that_came_in_time_is_in_time_however_late_it_is_opened(self, walk: Walk) -> None:
        petition = corrected(walk)
        last = open_clocks(petition.subject).get(term__code="cure").due_on
        after = walk.now + timedelta(days=60)
        registrar = Actor.of(walk.cast.registrar)
        with pytest.raises(TermPassed):
            confirm_signature(petition=petition, actor=registrar, at=after)
        assert (
            confirm_signature(petition=petition, received_on=last, actor=registrar, at=after).state == State.SCREENING
        )

    @pytest.mark.parametrize("days", [1, -30])
    def test_a_day_that_cannot_be_is_refused_beside_its_field(self, walk: Walk, days: int) -> None:
        petition = walk.submitted()
        day = court_day(walk.now) + timedelta(days=days)
        with pytest.raises(OperationError) as refused:
            confirm_signature(petition=petition, received_on=day, actor=Actor.of(walk.cast.registrar), at=walk.tick())
        assert refused.value.field == "received_on"


@pytest.mark.django_db
def test_an_unsigned_correction_changes_nothing_that_lists_read(walk: Walk) -> None:
    petition = walk.returned()
    writer = Actor.of(walk.cast.petitioner)
    before = list(petition.contested.values_list("provision", "typed"))
    save_draft(petition=petition, part={"provisions": [], "provisions_typed": "art. 1"}, actor=writer, at=walk.tick())
    assert list(petition.contested.values_list("provision", "typed")) == before
    petition.refresh_from_db()
    petition = submit_cure(petition=petition, actor=writer, at=walk.tick())
    confirm_signature(petition=petition, actor=Actor.of(walk.cast.registrar), at=walk.tick())
    assert list(petition.contested.values_list("provision", "typed")) == [(None, "art. 1")]
