"""A judge's assistant reads what the judge works on, while both serve, and does nothing there."""

from __future__ import annotations

import pytest
from django.test import Client

from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.operations import revoke_role
from petitions import access
from petitions.models import Petition, Recommendation
from petitions.proceedings.operations.name_judges import name_judges
from petitions.proceedings.operations.name_rapporteurs import name_rapporteurs
from petitions.proceedings.operations.report_study import report_study
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk

pytestmark = pytest.mark.django_db
READ = ("petition.examine", "petition.read", "study.view")
DONE = ("petition.report", "petition.complete_study", "study.read_report", "petition.name_judges", "petition.return")


def helper(walk: Walk) -> Actor:
    """Return the assistant of the first judge, read anew."""
    return Actor.of(Account.objects.get(pk=walk.cast.assistant.pk))


def seen(walk: Walk, petition: Petition) -> list[str]:
    """Return which of the actions the assistant may do to the petition."""
    actor, at = helper(walk), walk.tick()
    return [action for action in (*READ, *DONE) if access.may(actor, action, petition, at)]


def test_the_judges_petitions_are_read_and_no_more(walk: Walk) -> None:
    assert seen(walk, walk.in_study()) == list(READ)


def test_those_of_other_judges_are_not_there(walk: Walk) -> None:
    petition = walk.passed()
    name_judges(petition=petition, judges=[walk.cast.judge2], actor=Actor.of(walk.cast.chair), at=walk.tick())
    assert seen(walk, petition) == []


def test_an_assistant_reports_nothing(walk: Walk) -> None:
    petition = walk.in_study()
    with pytest.raises(NotAllowed):
        report_study(
            petition=petition,
            recommendation=Recommendation.ACCEPT,
            report="The conditions of the law are met.",
            actor=helper(walk),
            at=walk.tick(),
        )


def test_it_ends_with_the_assistants_grant_and_with_the_judges(walk: Walk) -> None:
    petition, administrator = walk.in_study(), Actor.of(walk.cast.administrator)
    of_assistant = walk.cast.assistant.grants.get()
    of_judge = walk.cast.judge1.grants.get()
    assert seen(walk, petition)
    revoke_role(grant=of_judge, reason="order 1", actor=administrator, at=walk.tick())
    assert not seen(walk, petition)
    of_judge.revoked_at = None
    of_judge.save()
    assert seen(walk, petition)
    revoke_role(grant=of_assistant, reason="order 2", actor=administrator, at=walk.tick())
    assert not seen(walk, petition)


def test_the_pages_open_and_show_no_report(walk: Walk) -> None:
    petition = walk.reported()
    client = Client()
    client.force_login(walk.cast.assistant)
    assert str(petition.public_id) in client.get("/ru/proceedings/studies/?state=reported").content.decode()
    page = client.get(f"/ru/intake/{petition.public_id}/")
    assert page.status_code == 200
    assert "the session should accept" not in page.content.decode()
    assert client.get(f"/ru/proceedings/studies/{petition.public_id}/report/").status_code == 404


def test_a_case_is_read_with_its_rapporteur_and_no_other(walk: Walk) -> None:
    case = Desk(walk).case()
    chair = Actor.of(walk.cast.chair)
    for judge, opened in ((walk.cast.judge2, False), (walk.cast.judge1, True)):
        name_rapporteurs(case=case, judges=[judge], actor=chair, at=walk.tick())
        found = access.cases_for(helper(walk), "case.read", walk.tick()).filter(pk=case.pk)
        assert found.exists() == opened
