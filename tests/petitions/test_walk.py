from __future__ import annotations

from uuid import uuid4

import pytest

from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.models import Assignment, Case
from petitions.proceedings.operations.resolve_petition import (
    RulingReference,
    accept_petition,
    close_case,
    note_publication,
)
from petitions.workflow import State
from tests.petitions.walk import Walk


@pytest.mark.django_db
class TestTheWholeWay:
    def test_from_the_first_word_to_the_decision(self, walk: Walk) -> None:
        walk.rules()
        petition = walk.reported()
        assert petition.state == State.REPORTED
        assert petition.register_number == "2026/000001"
        assert Assignment.objects.filter(petition=petition).count() == 0

        sitting = walk.session(petition)
        day = walk.now.date()
        acceptance = RulingReference(uuid=uuid4(), kind="acceptance", number_printed="1", day=day)
        case = accept_petition(
            petition=petition, sitting=sitting, ruling=acceptance, actor=Actor.of(walk.cast.secretary), at=walk.tick()
        )
        petition.refresh_from_db()
        assert petition.state == State.ACCEPTED
        assert petition.case == case

        decision = RulingReference(uuid=uuid4(), kind="conformity_review", number_printed="90-НП", day=day)
        close_case(case=case, terminated=False, ruling=decision, actor=Actor.of(walk.cast.secretary), at=walk.tick())
        petition.refresh_from_db()
        assert petition.state == State.DECIDED
        assert Case.objects.get().closed_on == walk.now.date()

        told = note_publication(
            ruling_uuid=decision.uuid, public_path="/rulings/90", actor=Actor.of(walk.cast.publisher), at=walk.tick()
        )
        assert told == 1
        names = list(Event.objects.filter(subject=petition.subject).order_by("pk").values_list("name", flat=True))
        assert names[0] == "petition.started"
        assert names[-1] == "petition.answer_published"

    def test_a_routed_petition_has_a_clerk_and_the_reason(self, walk: Walk) -> None:
        walk.rules()
        _ = walk.cast.clerk, walk.cast.second_clerk
        petition = walk.routed()
        assignment = Assignment.objects.get(petition=petition)
        assert assignment.rule is not None
        assert assignment.rule.code == "criminal"
        assert petition.assignee == walk.cast.second_clerk
        assert assignment.facts["acts"] == ["criminal-procedure-code-2014"]
