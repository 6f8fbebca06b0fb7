"""The Chair and the Deputy are judges: whoever of them is named to study a petition can also report on it."""

from __future__ import annotations

import pytest

from courtcase.people.actors import Actor
from courtcase.people.models import RoleGrant
from courtcase.people.roles import Role
from petitions.models import Recommendation
from petitions.proceedings.operations.name_judges import name_judges
from petitions.proceedings.operations.report_study import report_study
from petitions.workflow import State
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def test_a_chair_who_holds_no_other_role_reports_too(walk: Walk) -> None:
    petition, chair = walk.passed(), walk.cast.chair
    RoleGrant.objects.filter(account=chair, role=Role.JUDGE).delete()
    name_judges(petition=petition, judges=[chair], actor=Actor.of(chair), at=walk.tick())
    report_study(
        petition=petition,
        recommendation=Recommendation.REFUSE,
        report="The provision was not applied in the case.",
        actor=Actor.of(chair),
        at=walk.tick(),
    )
    petition.refresh_from_db()
    assert petition.state == State.REPORTED
