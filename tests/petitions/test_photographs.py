"""Photographed pages: kept one by one with the draft, put in order, made one PDF."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pytest
from django.test import Client

from courtcase.documents.limited import client as limited
from courtcase.documents.queries import open_document
from courtcase.operations import OperationError, WrongState
from courtcase.people.actors import Actor
from petitions.filing.operations import arrange
from petitions.filing.operations.attach import PAGE, attach, detach
from petitions.models import Attachment, Petition
from tests.documents.files import pdf, picture, upload
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
AS_JSON = {"Accept": "application/json"}


def address(petition: Petition, rest: str = "") -> str:
    return f"/en/petitions/{petition.public_id}/write/photograph/{rest}"


def keep(client: Client, petition: Petition, *contents: bytes, **keywords: Any) -> Any:
    chosen = [upload(f"{number}.jpg", content) for number, content in enumerate(contents, start=1)]
    return client.post(address(petition), {"attachment": chosen}, **keywords)


def pages(petition: Petition) -> list[Attachment]:
    return list(arrange.pages_of(petition))


def photographs(count: int) -> list[bytes]:
    return [picture("JPEG", size=(60 + number, 40)) for number in range(count)]


class TestKeeping:
    def test_pages_are_kept_with_the_draft_and_are_no_attachments_yet(
        self, petitioner: Client, draft: Petition
    ) -> None:
        assert keep(petitioner, draft, *photographs(2)).status_code == 302
        assert [one.purpose for one in pages(draft)] == [PAGE, PAGE]
        shown = petitioner.get(address(draft)).content.decode()
        assert "1.jpg" in shown
        waiting = petitioner.get(f"/en/petitions/{draft.public_id}/write/attachments/").content.decode()
        assert "wait to be made one PDF: 2" in waiting
        assert "1.jpg" not in waiting

    def test_the_script_is_answered_page_by_page(self, petitioner: Client, draft: Petition) -> None:
        (content,) = photographs(1)
        answer = keep(petitioner, draft, content, headers=AS_JSON)
        assert answer.status_code == 200
        assert answer.json()["id"] == pages(draft)[0].pk
        again = keep(petitioner, draft, content, headers=AS_JSON)
        assert again.json() == answer.json(), "sent again after a broken connection, a page is kept once"
        assert len(pages(draft)) == 1
        refused = petitioner.post(address(draft), {"attachment": upload("a.pdf", pdf())}, headers=AS_JSON)
        assert refused.status_code == 422
        assert refused.json()["words"].startswith("a.pdf — This is no photograph.")
        assert petitioner.post(address(draft), {}, headers=AS_JSON).status_code == 422

    def test_too_many_are_told(self, walk: Walk, draft: Petition, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("petitions.filing.operations.attach.MAX_PAGES", 1)
        actor = Actor.of(walk.cast.petitioner)
        for number, content in enumerate(photographs(2)):
            uploaded = upload("a.jpg", content)
            if number == 0:
                attach(petition=draft, uploaded=uploaded, purpose=PAGE, actor=actor, at=walk.tick())
                continue
            with pytest.raises(OperationError) as refused:
                attach(petition=draft, uploaded=uploaded, purpose=PAGE, actor=actor, at=walk.tick())
            assert refused.value.code == "too_many"

    def test_a_stranger_keeps_and_joins_nothing(self, walk: Walk, draft: Petition) -> None:
        stranger = Client()
        stranger.force_login(walk.cast.stranger)
        assert keep(stranger, draft, *photographs(1)).status_code == 404
        assert stranger.post(address(draft, "join/"), {"purpose": "other"}).status_code == 404
        assert stranger.get(address(draft)).status_code == 404


class TestJoining:
    def test_pages_become_one_pdf_in_their_order(self, petitioner: Client, draft: Petition) -> None:
        keep(petitioner, draft, *photographs(3))
        last = pages(draft)[-1]
        petitioner.post(f"/en/petitions/{draft.public_id}/write/attachments/{last.pk}/up/")
        answer = petitioner.post(address(draft, "join/"), {"purpose": "judicial_act"})
        assert answer.status_code == 302
        one = draft.attachments.select_related("document").get(removed_at=None)
        assert (one.purpose, one.document.pages) == ("judicial_act", 3)
        assert re.fullmatch(r"Сфотографированный документ, страниц — 3\.pdf", one.document.filename)
        with pikepdf.open(io.BytesIO(open_document(one.document).read())) as joined:
            widths = [int(page.Resources.XObject.Page.Width) for page in joined.pages]
        assert widths == [60, 62, 61]

    def test_without_a_page_nothing_is_made(self, petitioner: Client, draft: Petition) -> None:
        answer = petitioner.post(address(draft, "join/"), {"purpose": "other"})
        assert answer.status_code == 422
        assert "No page has been photographed yet." in answer.content.decode()

    def test_sent_twice_it_is_made_once(self, petitioner: Client, draft: Petition) -> None:
        keep(petitioner, draft, *photographs(2))
        assert petitioner.post(address(draft, "join/"), {"purpose": "other"}).status_code == 302
        assert petitioner.post(address(draft, "join/"), {"purpose": "other"}).status_code == 422
        assert draft.attachments.filter(removed_at=None).count() == 1

    def test_pages_changed_meanwhile_are_not_joined(
        self, walk: Walk, petitioner: Client, draft: Petition, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep(petitioner, draft, *photographs(2))
        actor, real = Actor.of(walk.cast.petitioner), arrange.receive_joined

        def meanwhile(**keywords: Any) -> Any:
            detach(petition=draft, attachment=pages(draft)[0], actor=actor, at=walk.tick())
            return real(**keywords)

        monkeypatch.setattr(arrange, "receive_joined", meanwhile)
        with pytest.raises(WrongState):
            arrange.join_pages(petition=draft, purpose="other", actor=actor, at=walk.tick())
        assert len(pages(draft)) == 1

    def test_what_cannot_be_joined_stays(
        self, petitioner: Client, draft: Petition, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep(petitioner, draft, *photographs(2))

        def broken(*arguments: object, **keywords: object) -> None:
            raise limited.TooHeavy

        monkeypatch.setattr(limited, "ask", broken)
        answer = petitioner.post(address(draft, "join/"), {"purpose": "other"})
        assert answer.status_code == 422
        assert "They are kept as they are" in answer.content.decode()
        assert len(pages(draft)) == 2
