"""A draft can be put aside: nothing comes of it, nothing of it is lost, and its petition gets another ruling."""

from __future__ import annotations

import pytest
from django.test import Client

from courtcase.operations import NotAllowed, StaleVersion, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from rulings.drafting.operations.discard_draft import discard_draft
from rulings.drafting.operations.draft_ruling import draft_ruling
from rulings.models import Ruling, RulingState
from rulings.publication.operations.publish_ruling import publish_ruling
from tests.rulings.desk import Desk, petition_of

pytestmark = pytest.mark.django_db
KEPT = ("session",)


def test_a_discarded_draft_is_kept_and_nothing_comes_of_it(desk: Desk) -> None:
    draft = desk.complete(desk.draft())
    ruling = discard_draft(ruling=draft, actor=desk.secretary, at=desk.walk.tick(), version=draft.version)
    assert (ruling.state, ruling.texts.count(), ruling.slug) == (RulingState.DISCARDED, 2, None)
    assert Event.objects.filter(subject=ruling.subject, name="ruling.discarded").exists()
    for act in (lambda: desk.sign(ruling), lambda: desk.complete(ruling), lambda: desk.measure(ruling)):
        with pytest.raises(WrongState):
            act()
    with pytest.raises(WrongState):
        publish_ruling(ruling=ruling, actor=desk.publisher, at=desk.walk.tick())
    with pytest.raises(WrongState):
        discard_draft(ruling=ruling, actor=desk.secretary, at=desk.walk.tick())


def test_its_petition_is_still_answered_by_another_ruling(desk: Desk) -> None:
    draft = desk.draft()
    discard_draft(ruling=draft, actor=desk.secretary, at=desk.walk.tick())
    another = draft_ruling(
        kind="acceptance",
        petition=petition_of(draft),
        sitting=draft.sitting,
        actor=desk.secretary,
        at=desk.walk.tick(),
    )
    assert desk.sign(desk.complete(another)).state == RulingState.SIGNED


def test_who_may_not_write_it_may_not_discard_it_and_what_is_signed_stays(desk: Desk) -> None:
    draft = desk.complete(desk.draft())
    with pytest.raises(NotAllowed):
        discard_draft(ruling=draft, actor=Actor.of(desk.walk.cast.judge1), at=desk.walk.tick())
    with pytest.raises(StaleVersion):
        discard_draft(ruling=draft, actor=desk.secretary, at=desk.walk.tick(), version=draft.version - 1)
    signed = desk.sign(draft)
    with pytest.raises(WrongState):
        discard_draft(ruling=signed, actor=desk.secretary, at=desk.walk.tick())


def test_by_its_page(desk: Desk) -> None:
    draft = desk.draft()
    address = f"/en/desk/rulings/{draft.public_id}/discard/"
    client = Client()
    client.force_login(desk.walk.cast.secretary)
    assert "Discard this draft" in client.get(address).content.decode()
    assert client.post(address, {"version": draft.version}).status_code == 422  # not sure
    assert client.post(address, {"version": draft.version, "sure": "on"}).status_code == 303
    assert Ruling.objects.get(pk=draft.pk).state == RulingState.DISCARDED
    listed = client.get("/en/desk/rulings/?state=discarded").content.decode()
    assert str(draft.public_id) in listed
    client.force_login(desk.walk.cast.judge1)
    assert client.get(address).status_code == 404
