"""The petitioner has letters go elsewhere: what was filed stays, and the old address is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from courtcase.keys.operations import open_json
from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, OperationError, StaleVersion, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.content import open_content
from petitions.filing.operations.change_address import EVENT, change_address
from petitions.filing.operations.prove import roads_to
from petitions.intake.operations.register_petition import register_petition
from petitions.models import Petition
from petitions.versions import as_told
from tests.petitions.strangers import EMAIL, PHONE, code_in, holder, nameless
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
NEW: Any = {"residence": "Almaty, Example avenue 2", "phone": "", "email": "new@example.org"}


@pytest.fixture
def petition(walk: Walk) -> Petition:
    """Return a filed petition of somebody without an account."""
    return walk.confirm(walk.submit(nameless(walk)))


def told(petition: Petition) -> list[Any]:
    """Return the addresses to which the change is told."""
    notices = Notice.objects.filter(subject=petition.subject, event=EVENT).order_by("pk")
    return [open_json(petition.data_key, bytes(one.address or b""), purpose="notice.address") for one in notices]


class TestTheOperation:
    def test_old_and_new_address_are_told_and_the_filed_words_stay(self, walk: Walk, petition: Petition) -> None:
        actor = Actor.holder(petition.subject_id)
        filed = open_content(petition, as_told(petition))
        changed = change_address(petition=petition, actor=actor, at=walk.tick(), version=petition.version, **NEW)
        assert told(petition) == [{"email": NEW["email"]}, {"email": EMAIL}]
        assert open_content(changed, as_told(changed)) == filed
        assert roads_to(changed) == {"email": NEW["email"]}
        assert NEW["email"].encode() not in bytes(changed.sealed_address or b"")
        event = Event.objects.filter(subject=petition.subject).latest("pk")
        assert (event.name, event.body) == (EVENT, {"version": changed.version})

    def test_later_notices_go_to_the_new_address(self, walk: Walk, petition: Petition) -> None:
        at = walk.tick()
        post: Any = {"residence": "Almaty", "phone": "", "email": ""}
        change_address(petition=petition, actor=Actor.holder(petition.subject_id), at=at, **post)
        walk.rules()
        register_petition(petition=petition, actor=walk.cast.actor("clerk"), at=walk.tick())
        notice = Notice.objects.get(subject=petition.subject, event="petition.registered")
        assert notice.channel == "post"

    def test_the_same_twice_is_one_change(self, walk: Walk, petition: Petition) -> None:
        actor = Actor.holder(petition.subject_id)
        for _time in range(2):
            change_address(petition=petition, actor=actor, at=walk.tick(), **NEW)
        assert Event.objects.filter(subject=petition.subject, name=EVENT).count() == 1

    def test_one_that_saw_an_older_version_is_told(self, walk: Walk, petition: Petition) -> None:
        actor, seen = Actor.holder(petition.subject_id), petition.version
        change_address(petition=petition, actor=actor, at=walk.tick(), version=seen, **NEW)
        with pytest.raises(StaleVersion):
            change_address(petition=petition, actor=actor, at=walk.tick(), version=seen, **{**NEW, "phone": PHONE})

    def test_strangers_and_staff_may_not(self, walk: Walk, petition: Petition) -> None:
        for actor in (Actor.nobody(), walk.cast.actor("stranger"), walk.cast.actor("clerk"), Actor.holder(0)):
            with pytest.raises(NotAllowed):
                change_address(petition=petition, actor=actor, at=walk.tick(), **NEW)

    def test_a_draft_has_its_address_in_its_words(self, walk: Walk) -> None:
        draft = nameless(walk)
        with pytest.raises(WrongState):
            change_address(petition=draft, actor=Actor.holder(draft.subject_id), at=walk.tick(), **NEW)

    def test_letters_need_somewhere_to_go(self, walk: Walk, petition: Petition) -> None:
        actor = Actor.holder(petition.subject_id)
        with pytest.raises(OperationError) as refused:
            change_address(petition=petition, actor=actor, at=walk.tick(), **{**NEW, "residence": " "})
        assert refused.value.field == "residence"


class TestThePage:
    def test_the_code_alone_does_not_open_it(self, walk: Walk, petition: Petition) -> None:
        home = f"/ru/petitions/{petition.public_id}/"
        client = holder(walk, petition)
        answer = client.post(f"{home}address/", {**NEW, "version": petition.version})
        assert answer.status_code == 403
        assert NEW["residence"] in answer.content.decode()
        petition.refresh_from_db()
        assert petition.sealed_address is None

    def test_after_the_second_proof_it_does(self, walk: Walk, petition: Petition, mailoutbox: list[Any]) -> None:
        home = f"/ru/petitions/{petition.public_id}/"
        client = holder(walk, petition)
        client.post(f"{home}prove/send/", {"channel": "email"})
        client.post(f"{home}prove/code/", {"typed": code_in(mailoutbox)})
        shown = client.get(f"{home}address/")
        assert EMAIL in shown.content.decode()
        assert client.post(f"{home}address/", {**NEW, "phone": "12", "version": 1}).status_code == 422
        version = shown.context["petition"].version
        assert client.post(f"{home}address/", {**NEW, "version": version})["Location"] == home

    def test_the_clerk_sees_both(self, walk: Walk, petition: Petition, client: Client) -> None:
        change_address(petition=petition, actor=Actor.holder(petition.subject_id), at=walk.tick(), **NEW)
        client.force_login(walk.cast.clerk)
        shown = client.get(f"/ru/intake/{petition.public_id}/").content.decode()
        assert NEW["residence"] in shown
        assert EMAIL in shown
