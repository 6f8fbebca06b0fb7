"""A share of returns is read by a second reader before they leave; a demand goes to neither of the two."""

from __future__ import annotations

import pytest

from courtcase.law.queries import grounds_on
from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from courtcase.operations import NotAllowed, OperationError
from courtcase.people.actors import Actor
from petitions.filing.operations.follow_up import demand_decision
from petitions.intake.operations.assign import assign_petition
from petitions.letters.queries import overturned_by_ground
from petitions.letters.rules import is_drawn
from petitions.models import PreparedReturn, Return
from petitions.proceedings.operations.resolve_petition import RulingReference, resolve_dispute
from petitions.workflow import State
from tests.petitions.acts import signed_in
from tests.petitions.letters.returning import configured, left, prepared
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def test_the_draw_can_be_recounted() -> None:
    assert not is_drawn("00" * 8, 0)
    assert is_drawn("ff" * 8, 100)
    assert [is_drawn(f"{share:02x}" + "00" * 7, 5) for share in (0, 12, 13)] == [True, True, False]


def test_a_drawn_return_waits_for_somebody_else_to_agree(walk: Walk) -> None:
    configured(walk, percent=100, signed=False)
    one = prepared(walk)
    address = f"/en/letters/second-readings/{one.petition.public_id}/"
    assert left(walk, one).petition.state == State.SCREENING
    author = signed_in(walk.cast.clerk)
    assert author.get(address).status_code == author.post(f"{address}agree/").status_code == 404
    assert signed_in(walk.cast.stranger).get(address).status_code == 404
    reader = signed_in(walk.cast.second_clerk)
    assert str(one.petition.register_number) in reader.get("/en/letters/second-readings/").content.decode()
    assert reader.get(address).status_code == 200
    assert reader.get(f"{address}agree/").status_code == 405
    assert reader.post(f"{address}agree/").status_code == 302
    assert reader.post(f"{address}agree/").status_code == 404, "once"
    assert left(walk, one).petition.state == State.RETURNED


def test_what_the_reader_sends_back_is_prepared_anew_and_read_again(walk: Walk) -> None:
    configured(walk, percent=100, signed=False)
    one = prepared(walk)
    address = f"/en/letters/second-readings/{one.petition.public_id}/"
    reader = signed_in(walk.cast.second_clerk)
    assert reader.post(address, {"note": "short"}).status_code == 422
    assert reader.post(address, {"note": "Look at the second judicial act once more."}).status_code == 302
    assert Notice.objects.get(event="petition.return_objected").recipient == walk.cast.clerk
    page = signed_in(walk.cast.clerk).get(f"/en/intake/{one.petition.public_id}/").content.decode()
    assert "Look at the second judicial act once more." in page
    assert left(walk, one).petition.state == State.SCREENING
    configured(walk, percent=0, signed=False)
    assert prepared(walk, one.petition).is_drawn


def test_a_demand_goes_to_nobody_who_returned_it_and_is_counted_by_ground(walk: Walk) -> None:
    configured(walk, percent=100, signed=False)
    cured = walk.screening()
    before = Return.objects.create(petition=cured, returned_by=walk.cast.clerk, returned_at=walk.tick())
    before.grounds.set(grounds_on(kind="return", day=walk.now.date()).filter(curable=True)[1:2])
    one = prepared(walk, cured)
    reader = signed_in(walk.cast.second_clerk)
    reader.post(f"/en/letters/second-readings/{one.petition.public_id}/agree/")
    left(walk, one)
    petition = demand_decision(petition=one.petition, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    assert petition.assignee is None, "the clerk returned it"
    told = Notice.objects.get(event="petition.decision_demanded", recipient=walk.cast.head_of_intake)
    assert str(petition.register_number) in render(told).title
    assert f"/intake/{petition.public_id}/" in render(told).body
    head = Actor.of(walk.cast.head_of_intake)
    for returner in (walk.cast.clerk, walk.cast.second_clerk):
        with pytest.raises(OperationError) as refused:
            assign_petition(petition=petition, assignee=returner, actor=head, at=walk.tick())
        assert refused.value.field == "assignee"
    assign_petition(petition=petition, assignee=walk.cast.head_of_intake, actor=head, at=walk.tick())
    ruling = RulingReference(one.letter.public_id, "return_overturned", "1", walk.now.date())
    PreparedReturn.objects.filter(pk=one.pk).update(read_by=walk.cast.secretary)
    secretary = Actor.of(walk.cast.secretary)
    with pytest.raises(NotAllowed):
        resolve_dispute(petition=petition, upheld=False, ruling=ruling, actor=secretary, at=walk.tick())
    PreparedReturn.objects.filter(pk=one.pk).update(read_by=walk.cast.second_clerk)
    resolve_dispute(petition=petition, upheld=False, ruling=ruling, actor=secretary, at=walk.tick())
    year = walk.now.year
    row, earlier = overturned_by_ground("ru", year)
    assert (row.returned, row.demanded, row.overturned, row.upheld) == (1, 1, 1, 0)
    assert (earlier.returned, earlier.demanded, earlier.overturned, earlier.upheld) == (1, 0, 0, 0), "it was cured"
    assert not overturned_by_ground("ru", year - 1)
    assert row.name in signed_in(walk.cast.chair).get(f"/ru/letters/overturned/?year={year}").content.decode()
    assert signed_in(walk.cast.clerk).get("/ru/letters/overturned/").status_code == 404
