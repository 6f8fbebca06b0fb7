"""Similar petitions are found by words they share, compared side by side, and linked or marked a repeat in one decision."""

from __future__ import annotations

import pytest
from django.test import Client

from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.filing.exporting import facts_of_subject
from petitions.intake.operations.link_petitions import link_petitions, unlink_petitions
from petitions.intake.operations.mark_petitions import mark_new
from petitions.models import LinkKind, Petition, PetitionLink
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
WHY = "The same words of the same person."
LATE = "Суд применил норму о пропуске срока, хотя болезнь подтверждена справками больницы. "
ALIMONY = "Алименты взысканы дважды: пристав удержал половину пенсии, размер задолженности никто не пересчитал. "


def linked(walk: Walk, one: Petition, other: Petition, *, by: str = "clerk", why: str = WHY) -> PetitionLink:
    """Return a link between two petitions."""
    actor = Actor.of(getattr(walk.cast, by))
    return link_petitions(petition=one, other=other, kind=LinkKind.REPEAT, reason=why, actor=actor, at=walk.tick())


def desk(petition: Petition, end: str = "") -> str:
    """Return an address of a petition at the desk."""
    return f"/en/intake/{petition.public_id}/{end}"


def test_the_nearest_by_shared_words_come_first_and_strangers_not_at_all(walk: Walk) -> None:
    told = LATE + ALIMONY
    first = walk.registered(situation=told, reasoning=told, request=LATE)
    twin = walk.registered(situation=told, reasoning=told, request=LATE)
    half = walk.registered(situation=LATE + "Прочее изложено иначе. " * 4, reasoning=LATE * 2, request=LATE)
    walk.registered(situation="Земельный участок изъят акимом без выкупной цены. " * 4, reasoning="Выкуп. " * 9)
    mark_new(actor=Actor.system("tests"), at=walk.now)
    found = signed_in(walk.cast.clerk).get(desk(first, "similar/")).context["similar"]
    assert [one.public_id for one in found] == [twin.public_id, half.public_id]
    assert found[0].percent == 100


def test_a_repeat_is_decided_from_the_side_by_side_page_and_stands_on_both(walk: Walk) -> None:
    first = walk.registered()
    second = walk.registered(request="To find the provision unconstitutional, once more.")
    clerk: Client = signed_in(walk.cast.clerk)
    page = desk(second, f"beside/{first.public_id}/")
    shown = clerk.get(page).content.decode()
    assert "[only here:" in shown
    assert "The same in both:" in shown
    assert clerk.post(page, {"kind": "repeat", "reason": ""}).status_code == 422
    assert clerk.post(page, {"kind": "repeat", "reason": WHY}).status_code == 302
    row = PetitionLink.objects.get()
    assert (row.petition, row.earlier, row.kind) == (second, first, LinkKind.REPEAT)
    assert WHY.encode() not in bytes(row.sealed_reason)
    assert Event.objects.filter(name="petition.linked").count() == 2
    assert str(first.subject.uuid) not in str(facts_of_subject(second.subject, "ru")), "a copy names nobody else's"
    for petition, words in ((first, "it repeats this one"), (second, "this one repeats it")):
        there = clerk.get(desk(petition)).content.decode()
        assert words in there
        assert WHY in there
    undo = desk(first, f"links/{row.pk}/undo/")
    assert clerk.post(undo, {"version": first.version, "reason": "It is another case after all."}).status_code == 302
    assert "it repeats this one" not in clerk.get(desk(first)).content.decode()
    row.refresh_from_db()
    assert row.ended_by == walk.cast.clerk


def test_what_cannot_be_linked_is_refused(walk: Walk) -> None:
    first, second = walk.registered(), walk.registered()
    for wrong in ((first, first, WHY), (first, second, "no")):
        with pytest.raises(OperationError):
            linked(walk, wrong[0], wrong[1], why=wrong[2])
    with pytest.raises(NotAllowed):
        linked(walk, first, walk.drafted())
    row = linked(walk, first, second)
    with pytest.raises(WrongState):
        linked(walk, second, first)
    clerk = Actor.of(walk.cast.clerk)
    unlink_petitions(link=row, reason=WHY, actor=clerk, at=walk.tick())
    with pytest.raises(WrongState):
        unlink_petitions(link=row, reason=WHY, actor=clerk, at=walk.tick())
    assert linked(walk, second, first).pk != row.pk


@pytest.mark.parametrize("who", ["petitioner", "stranger", "registrar", "judge1"])
def test_nobody_else_links(walk: Walk, who: str) -> None:
    first, second = walk.registered(), walk.registered()
    with pytest.raises(NotAllowed):
        linked(walk, first, second, by=who)
    page = desk(first, f"beside/{second.public_id}/")
    assert signed_in(getattr(walk.cast, who)).post(page, {"kind": "linked", "reason": WHY}).status_code == 404
