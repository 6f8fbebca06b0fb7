"""When a norm falls, everyone who once petitioned about it gets one letter."""

from __future__ import annotations

from typing import Any

import pytest

from courtcase.notices.models import Job, Notice
from courtcase.notices.texts import render
from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from petitions.filing.operations.later_notices import choose_later_notices
from petitions.models import LaterDecision, Petition
from petitions.proceedings.operations import tell_of_fallen_norm as telling
from rulings.jobs import tell_of_fallen
from rulings.models import Ruling
from rulings.publication.operations.publish_ruling import FALLEN_JOB
from tests.petitions.together import SECOND, of_two, signs, waiting
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk, petition_of


@pytest.fixture
def signed(desk: Desk) -> Ruling:
    """Return a signed decision by which the norm of the walk falls; what is filed after it is not answered by it."""
    return desk.final_signed()


def publish(desk: Desk, signed: Ruling) -> Ruling:
    """Publish the decision and let the letters be written."""
    ruling = desk.publish(signed)
    carry_out()
    return ruling


def carry_out() -> None:
    """Carry out the jobs, and those they owe; each twice, as a worker that died would."""
    done: set[int] = set()
    while waiting := list(Job.objects.filter(kind=FALLEN_JOB).exclude(pk__in=done)):
        for job in waiting:
            tell_of_fallen(job)
            tell_of_fallen(job)
            done.add(job.pk)


def letters(petition: Petition) -> list[Notice]:
    """Return the letters about the fall owed for a petition."""
    return list(Notice.objects.filter(subject=petition.subject, event="petition.norm_fell"))


def agreeing(desk: Desk) -> Petition:
    """Return a returned petition whose petitioner agreed to later letters."""
    return desk.walk.returned(later_notices=True)


def test_who_did_not_agree_is_not_written_to_and_the_newest_that_did_is(desk: Desk, signed: Ruling) -> None:
    silent, older, newer = desk.walk.returned(), agreeing(desk), desk.walk.returned()
    publish(desk, signed)
    assert [len(letters(one)) for one in (silent, older, newer)] == [0, 1, 0]
    assert "page of the petition" in render(as_in_english(letters(older)[0])).body


def as_in_english(letter: Notice) -> Notice:
    """Return a letter as it would be in English."""
    letter.language = "en"
    return letter


def test_the_returned_one_gets_one_letter_and_the_answered_one_none(desk: Desk, signed: Ruling) -> None:
    returned = agreeing(desk)
    ruling = publish(desk, signed)
    [letter] = letters(returned)
    assert letters(petition_of(ruling)) == []
    text = render(letter)
    assert ruling.in_language("number", letter.language) in text.body
    assert ruling.public_path in text.body
    told = LaterDecision.objects.get(petition=returned)
    assert (told.public_path, told.outcome) == (ruling.public_path, "does_not_conform")


def test_each_person_is_told_about_the_newest_of_their_petitions(desk: Desk, signed: Ruling) -> None:
    older, newer, draft = agreeing(desk), agreeing(desk), desk.walk.drafted(later_notices=True)
    publish(desk, signed)
    assert [len(letters(one)) for one in (older, newer, draft)] == [0, 1, 0]


def test_each_of_several_who_petition_together_gets_the_letter(desk: Desk, signed: Ruling) -> None:
    petition = of_two(desk.walk, later_notices=True)
    signs(desk.walk, petition, *waiting(petition))
    ruling = publish(desk, signed)
    told = letters(petition)
    assert len(told) == 2
    assert all(ruling.public_path in render(one).body for one in told)


def test_of_several_only_who_wishes_it_is_written_to(desk: Desk, signed: Ruling) -> None:
    petition = of_two(desk.walk, later_notices=True)
    signs(desk.walk, petition, *waiting(petition))
    choose_later_notices(
        petition=petition, wanted=False, actor=Actor.of(desk.walk.cast.petitioner), at=desk.walk.tick()
    )
    publish(desk, signed)
    [letter] = letters(petition)
    assert letter.context["petitioner"] == SECOND["key"]


def test_the_work_goes_on_after_a_hundred(desk: Desk, signed: Ruling, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    returned = agreeing(desk)
    publish(desk, signed)
    assert len(letters(returned)) == 1
    assert Job.objects.filter(kind=FALLEN_JOB).count() == 2


def test_the_page_of_the_petition_says_it(desk: Desk, signed: Ruling, client: Any) -> None:
    returned = agreeing(desk)
    ruling = publish(desk, signed)
    client.force_login(desk.walk.cast.petitioner)
    page = client.get(f"/ru/petitions/{returned.public_id}/").content.decode()
    assert ruling.number_ru in page
    assert f"/ru{ruling.public_path}" in page


def test_only_the_system_tells(desk: Desk) -> None:
    walk: Walk = desk.walk
    with pytest.raises(NotAllowed):
        telling.tell_of_fallen_norm(fallen=None, after=0, actor=Actor.of(walk.cast.secretary), at=walk.tick())  # type: ignore[arg-type]
