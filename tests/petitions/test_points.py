"""The check beside the petition: each point noted by itself, and what was found not met comes first on the return."""

from __future__ import annotations

import pytest
from django.test import Client

from courtcase.operations import NotAllowed, StaleVersion, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.content import open_text
from petitions.filing.exporting import facts_of_subject
from petitions.intake.operations.note_point import note_point
from petitions.intake.suggesting import suggestions
from petitions.models import Finding, Petition, PointNote
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk, words

pytestmark = pytest.mark.django_db
SAID = "The copy lies with the petition, but of another judgment."


def noted(walk: Walk, petition: Petition, *, version: int = 0, by: str = "clerk", note: str = SAID) -> PointNote:
    """Return a point found not met."""
    return note_point(
        petition=petition,
        point="court_act_copy",
        finding=Finding.NOT_MET,
        note=note,
        version=version,
        actor=Actor.of(getattr(walk.cast, by)),
        at=walk.tick(),
    )


def address(petition: Petition, end: str = "") -> str:
    """Return the address of a petition at the desk."""
    return f"/en/intake/{petition.public_id}/{end}"


def sent(finding: str = "not_met", version: int = 0) -> dict[str, object]:
    """Return the form of the point of competence as it is sent."""
    return {"competence-finding": finding, "competence-note": SAID, "competence-version": version}


def test_a_point_is_noted_sealed_recorded_and_changed_by_its_version(walk: Walk) -> None:
    petition = walk.screening()
    row = noted(walk, petition)
    assert open_text(petition, row.sealed_note) == SAID
    assert SAID.encode() not in bytes(row.sealed_note)
    with pytest.raises(StaleVersion):
        noted(walk, petition, by="second_clerk", note="Mine.")
    assert noted(walk, petition, version=1).version == 2
    events = Event.objects.filter(name="petition.point_noted")
    assert events.count() == 2
    assert SAID not in str(events[0].body)
    assert "point_noted" not in str(facts_of_subject(petition.subject, "ru"))


@pytest.mark.parametrize("who", ["petitioner", "stranger", "registrar", "judge1"])
def test_nobody_else_notes_a_point(walk: Walk, who: str) -> None:
    petition = walk.screening()
    with pytest.raises(NotAllowed):
        noted(walk, petition, by=who)
    assert signed_in(getattr(walk.cast, who)).get(address(petition, "points/competence/")).status_code == 404


def test_a_petition_that_left_the_apparatus_is_not_noted(walk: Walk) -> None:
    with pytest.raises(WrongState):
        noted(walk, walk.passed())


def test_one_point_is_saved_with_and_without_script(walk: Walk) -> None:
    petition = walk.screening()
    clerk = signed_in(walk.cast.clerk)
    point = address(petition, "points/competence/")
    answer = clerk.post(point, sent())
    assert (answer.status_code, answer["Location"]) == (302, address(petition) + "#point-competence")
    part = clerk.post(point, sent("met", 1), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Noted." in part
    assert PointNote.objects.get().finding == Finding.MET
    assert clerk.get(address(petition, "points/no-such-point/")).status_code == 404


def test_the_second_of_two_sees_what_the_first_found_and_keeps_the_own_words(walk: Walk) -> None:
    petition = walk.screening()
    point = address(petition, "points/competence/")
    signed_in(walk.cast.clerk).post(point, sent("met"))
    second = signed_in(walk.cast.second_clerk)
    answer = second.post(point, {**sent(), "competence-note": "My own words"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert SAID in page
    assert "My own words" in page
    assert answer.context["form"]["version"].value() == "1"


def test_what_is_not_met_is_offered_first_and_never_chosen(walk: Walk) -> None:
    petition = walk.screening()
    client: Client = signed_in(walk.cast.clerk)
    before = client.get(address(petition, "return/")).context["offers"]
    note_point(
        petition=petition,
        point="applied",
        finding=Finding.NOT_MET,
        note=SAID,
        version=0,
        actor=Actor.of(walk.cast.clerk),
        at=walk.tick(),
    )
    page = client.get(address(petition, "return/"))
    first = page.context["offers"][0]
    assert first["value"] != before[0]["value"]
    assert SAID in page.content.decode()
    assert [one["key"] for one in before] == sorted(one["key"] for one in page.context["offers"])
    assert not any(one["is_chosen"] for one in page.context["offers"])


def test_words_that_ask_for_a_review_suggest_the_ground_with_the_sentence(walk: Walk) -> None:
    russian = "Статья неясна. Прошу отменить незаконный приговор суда."
    petition = walk.screening(request=russian)
    page = signed_in(walk.cast.clerk).get(address(petition)).content.decode()
    assert "<q>Прошу отменить незаконный приговор суда.</q>" in page
    for request, is_elsewhere in (
        ("Сот үкімін күшін жойып, қайта қарауды сұраймын.", True),
        ("Прошу разъяснить смысл статьи 10.", True),
        ("Прошу признать норму не соответствующей Конституции.", False),
        ("Норманы Конституцияға сәйкес емес деп тануды сұраймын.", False),
    ):
        found = suggestions(words(request=request), [], filed_on=None)
        assert bool(found) is is_elsewhere, request
