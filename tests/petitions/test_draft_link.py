"""The way back to a draft by a message: looked at as often as one likes, used once, sent once to whom nobody confirmed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from courtcase.notices import sending
from courtcase.notices.models import KeptMail, Notice
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.filing.operations.draft_link import send_draft_link, use_link_code
from petitions.models import OneTimeCode, Petition
from tests.petitions.strangers import EMAIL, PHONE, holder, nameless
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
LINK = re.compile(r"(/\w\w/petitions/open/)#(\S+)")


@pytest.fixture
def draft(walk: Walk) -> Petition:
    """Return a draft of somebody without an account."""
    return nameless(walk)


def link_in(text: str) -> tuple[str, str]:
    """Return the page of a message and its code."""
    found = LINK.search(text)
    assert found, text
    return found.group(1), found.group(2)


def sent(petition: Petition, event: str) -> str:
    """Send the notice of `event` as the worker does, and return what became of it."""
    notice = Notice.objects.get(subject=petition.subject, event=event)
    notice.lease_token = notice.public_id
    notice.save(update_fields=["lease_token"])
    sending.send_notice(notice)
    notice.refresh_from_db()
    return str(notice.state)


class TestTheRoad:
    def test_a_link_opens_the_draft_once_and_looking_uses_nothing_up(
        self, walk: Walk, draft: Petition, mailoutbox: list[Any]
    ) -> None:
        home = f"/ru/petitions/{draft.public_id}/"
        writer = holder(walk, draft)
        assert writer.get(f"{home}come-back/").status_code == 200
        assert writer.post(f"{home}come-back/", {"email": EMAIL}).status_code == 302
        page, code = link_in(mailoutbox[-1].body)
        phone = Client()
        for _look in range(3):
            assert phone.get(page).status_code == 200
        opened = phone.post(page, {"code": code})
        assert opened["Location"] == home.replace("/ru/", page[:4])
        assert phone.get(opened["Location"], follow=True).status_code == 200
        assert Client().post(page, {"code": code}).status_code == 422
        names = Event.objects.filter(subject=draft.subject).order_by("pk").values_list("name", flat=True)
        assert list(names)[-2:] == ["petition.draft_link_sent", "petition.draft_link_used"]

    def test_a_text_message_does_the_same(self, walk: Walk, draft: Petition, settings: Any) -> None:
        settings.IS_DEMO = True
        answer = holder(walk, draft).post(f"/ru/petitions/{draft.public_id}/come-back/", {"phone": "8 701 123 45 67"})
        assert answer.status_code == 302
        page, code = link_in(KeptMail.objects.get(channel="sms", to=PHONE).text)
        assert Client().post(page, {"code": code}).status_code == 302

    def test_one_of_the_two_is_asked(self, walk: Walk, draft: Petition) -> None:
        client, address = holder(walk, draft), f"/ru/petitions/{draft.public_id}/come-back/"
        assert client.post(address, {"email": ""}).status_code == 422
        assert client.post(address, {"phone": "12"}).status_code == 422


class TestOneMessage:
    def test_to_an_unconfirmed_address_of_whichever_draft(
        self, walk: Walk, draft: Petition, mailoutbox: list[Any]
    ) -> None:
        answers = []
        for one in (draft, draft, nameless(walk)):
            client = holder(walk, one)
            answers.append(client.post(f"/ru/petitions/{one.public_id}/come-back/", {"email": EMAIL.upper()}))
        assert [answer.status_code for answer in answers] == [302] * 3
        assert len(mailoutbox) == 1

    def test_more_once_it_is_confirmed_but_five_a_day(self, walk: Walk, draft: Petition, mailoutbox: list[Any]) -> None:
        actor, at = Actor.holder(draft.subject_id), walk.tick()
        send_draft_link(petition=draft, channel="email", address=EMAIL, actor=actor, at=at)
        assert use_link_code(code=link_in(mailoutbox[-1].body)[1], actor=Actor.nobody(), at=at)
        for _time in range(4):
            send_draft_link(petition=draft, channel="email", address=EMAIL, actor=actor, at=at)
        with pytest.raises(OperationError):
            send_draft_link(petition=draft, channel="email", address=EMAIL, actor=actor, at=at)
        assert len(mailoutbox) == 5

    def test_that_it_waits_for_its_signature_is_that_message_too(
        self, walk: Walk, draft: Petition, mailoutbox: list[Any]
    ) -> None:
        first, second = walk.submit(draft), walk.submit(nameless(walk))
        assert [sent(one, "petition.submitted") for one in (first, second)] == ["sent", "cancelled"]
        holder(walk, first).post(f"/ru/petitions/{first.public_id}/come-back/", {"email": EMAIL})
        assert len(mailoutbox) == 1
        assert sent(walk.confirm(second), "petition.filed") == "sent", "what is signed is told as it says"

    def test_a_confirmed_address_is_told(self, walk: Walk, draft: Petition, mailoutbox: list[Any]) -> None:
        actor, at = Actor.holder(draft.subject_id), walk.tick()
        send_draft_link(petition=draft, channel="email", address=EMAIL, actor=actor, at=at)
        assert use_link_code(code=link_in(mailoutbox[-1].body)[1], actor=Actor.nobody(), at=at)
        assert [sent(walk.submit(one), "petition.submitted") for one in (draft, nameless(walk))] == ["sent"] * 2

    def test_one_that_did_not_go_may_be_sent_again(self, walk: Walk, draft: Petition) -> None:
        actor, at = Actor.holder(draft.subject_id), walk.tick()
        for _time in range(2):
            with pytest.raises(OperationError):
                send_draft_link(petition=draft, channel="sms", address=PHONE, actor=actor, at=at)
        assert not OneTimeCode.objects.exists()


class TestTheOperations:
    def test_strangers_and_staff_may_not_send(self, walk: Walk, draft: Petition) -> None:
        for actor in (Actor.nobody(), walk.cast.actor("stranger"), walk.cast.actor("clerk"), Actor.holder(0)):
            with pytest.raises(NotAllowed):
                send_draft_link(petition=draft, channel="email", address=EMAIL, actor=actor, at=walk.tick())

    def test_what_is_filed_has_another_road(self, walk: Walk) -> None:
        petition = walk.confirm(walk.submit(nameless(walk)))
        with pytest.raises((WrongState, NotAllowed)):
            send_draft_link(
                petition=petition,
                channel="email",
                address=EMAIL,
                actor=Actor.holder(petition.subject_id),
                at=walk.tick(),
            )

    def test_it_is_over_after_a_week_and_when_the_draft_is_filed(
        self, walk: Walk, draft: Petition, mailoutbox: list[Any]
    ) -> None:
        at = walk.tick()
        actor = Actor.holder(draft.subject_id)
        send_draft_link(petition=draft, channel="email", address=EMAIL, actor=actor, at=at)
        code = link_in(mailoutbox[-1].body)[1]
        assert use_link_code(code=code, actor=Actor.nobody(), at=at + timedelta(days=7)) is None
        walk.confirm(walk.submit(draft))
        assert use_link_code(code=code, actor=Actor.nobody(), at=at) is None

    def test_another_word_finds_nothing(self, walk: Walk, draft: Petition) -> None:
        for word in ("", "x", "0000-0000-0000-0000", walk.codes[draft.pk]):
            assert use_link_code(code=word, actor=Actor.nobody(), at=walk.tick()) is None

    def test_neither_code_nor_address_is_stored_or_logged(
        self, walk: Walk, draft: Petition, mailoutbox: list[Any], capsys: pytest.CaptureFixture[str]
    ) -> None:
        answer = holder(walk, draft).post(f"/ru/petitions/{draft.public_id}/come-back/", {"email": EMAIL})
        page, code = link_in(mailoutbox[-1].body)
        opened = Client().post(page, {"code": code})
        kept = str(list(OneTimeCode.objects.values())) + str(list(Event.objects.values_list("body")))
        told = answer["Location"] + opened["Location"] + "".join(capsys.readouterr())
        for secret in (code, EMAIL):
            assert secret not in kept + told
