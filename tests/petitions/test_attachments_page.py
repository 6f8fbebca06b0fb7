"""The page of attachments: several files at once, what they are, their order, and what became of each."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from courtcase.notices.models import Job
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.filing.operations.submit_petition import submit_petition
from petitions.intake.operations.confirm_signature import confirm_signature
from petitions.models import Petition
from tests.documents.files import docx, pdf, picture, upload
from tests.documents.pdf_text import text_of
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
PAGE = "/en/petitions/{}/write/attachments/"


def page(petition: Petition, rest: str = "") -> str:
    return PAGE.format(petition.public_id) + rest


def laid(petition: Petition) -> list[str]:
    """Return the names of the files that lie with the petition, in their order."""
    return [one.document.filename for one in petition.attachments.filter(removed_at=None).select_related("document")]


def send(client: Client, petition: Petition, *files: tuple[str, bytes], purpose: str = "other") -> Any:
    chosen = [upload(name, content) for name, content in files]
    return client.post(page(petition), {"purpose": purpose, "attachment": chosen})


def said(answer: Any) -> list[str]:
    return [str(one) for one in get_messages(answer.wsgi_request)]


class TestSeveralFilesAtOnce:
    def test_are_all_laid_in_the_order_they_were_chosen_in(self, petitioner: Client, draft: Petition) -> None:
        answer = send(petitioner, draft, ("б.pdf", pdf()), ("а.png", picture()), ("в.docx", docx()), purpose="act_text")
        assert answer.status_code == 302
        assert laid(draft) == ["б.pdf", "а.png", "в.docx"]
        assert set(draft.attachments.values_list("purpose", flat=True)) == {"act_text"}
        assert len(said(answer)) == 3

    def test_a_bad_one_loses_no_good_one_and_each_has_its_own_words(self, petitioner: Client, draft: Petition) -> None:
        files = [("a.pdf", pdf()), ("b.pdf", pdf(password="x")), ("c.docx", docx()[:-50]), ("d.png", picture())]
        answer = send(petitioner, draft, *files)
        assert answer.status_code == 422
        assert laid(draft) == ["a.pdf", "d.png"]
        errors = [str(one) for one in answer.context["form"].errors["attachment"]]
        assert [one.split(" — ")[0] for one in errors] == ["b.pdf", "c.docx"]
        assert "password" in errors[0]
        assert "damaged" in errors[1]
        assert "d.png is attached." in answer.content.decode()

    def test_the_very_same_file_is_laid_once_and_that_is_said(self, petitioner: Client, draft: Petition) -> None:
        content = picture()
        send(petitioner, draft, ("a.png", content))
        answer = send(petitioner, draft, ("b.png", content))
        assert answer.status_code == 302
        assert laid(draft) == ["a.png"]
        assert "a second time" in said(answer)[-1]

    def test_none_or_too_many_are_told_beside_the_field(self, petitioner: Client, draft: Petition) -> None:
        assert petitioner.post(page(draft), {"purpose": "other"}).status_code == 422
        answer = send(petitioner, draft, *[(f"{number}.txt", b"") for number in range(31)])
        assert answer.status_code == 422
        assert "30" in answer.context["form"].errors["attachment"][0]
        assert laid(draft) == []

    def test_the_limits_stand_before_the_field(self, petitioner: Client, draft: Petition) -> None:
        shown = petitioner.get(page(draft)).content.decode()
        assert shown.index("At most 30 files, each of at most 20 MB") < shown.index('type="file"')


class TestArranging:
    def test_files_change_places_and_the_ends_stay(self, petitioner: Client, draft: Petition) -> None:
        send(petitioner, draft, ("a.png", picture()), ("b.png", picture()), ("c.png", picture()))
        first, _second, last = draft.attachments.all()
        answer = petitioner.post(page(draft, f"{last.pk}/up/"))
        assert answer["Location"] == f"{page(draft)}#file-{last.pk}"
        assert laid(draft) == ["a.png", "c.png", "b.png"]
        petitioner.post(page(draft, f"{first.pk}/down/"))
        petitioner.post(page(draft, f"{first.pk}/down/"))
        petitioner.post(page(draft, f"{first.pk}/down/"))
        assert laid(draft) == ["c.png", "b.png", "a.png"]

    def test_what_a_file_is_can_be_said_afterwards(self, petitioner: Client, draft: Petition) -> None:
        send(petitioner, draft, ("a.png", picture()))
        one = draft.attachments.get()
        for purpose in ("judicial_act", "judicial_act", "nonsense"):
            assert petitioner.post(page(draft, f"{one.pk}/purpose/"), {"purpose": purpose}).status_code == 302
        one.refresh_from_db()
        assert one.purpose == "judicial_act"
        named = Event.objects.filter(subject=draft.subject, name="petition.document_named")
        assert [event.body["purpose"] for event in named] == ["judicial_act"]

    @pytest.mark.parametrize("way", ["up/", "down/", "purpose/", "remove/"])
    def test_is_for_the_writer_alone_and_by_post_alone(
        self, petitioner: Client, walk: Walk, draft: Petition, way: str
    ) -> None:
        send(petitioner, draft, ("a.png", picture()), ("b.png", picture()))
        one = draft.attachments.all()[1]
        assert petitioner.get(page(draft, f"{one.pk}/{way}")).status_code == 405
        stranger = Client()
        stranger.force_login(walk.cast.stranger)
        assert stranger.post(page(draft, f"{one.pk}/{way}"), {"purpose": "proof"}).status_code == 404
        other = walk.drafted()
        assert petitioner.post(page(other, f"{one.pk}/{way}"), {"purpose": "proof"}).status_code == 404
        assert laid(draft) == ["a.png", "b.png"]
        assert not draft.attachments.filter(purpose="proof").exists()

    @pytest.mark.parametrize("way", ["up/", "purpose/", "remove/"])
    def test_ends_when_the_petition_is_submitted(
        self, petitioner: Client, walk: Walk, draft: Petition, way: str
    ) -> None:
        send(petitioner, draft, ("a.png", picture()), ("b.png", picture()))
        one = draft.attachments.all()[1]
        actor = Actor.of(walk.cast.petitioner)
        submit_petition(petition=draft, code="AAAA", actor=actor, at=walk.tick())
        assert petitioner.post(page(draft, f"{one.pk}/{way}"), {"purpose": "proof"}).status_code == 409
        assert laid(draft) == ["a.png", "b.png"]

    def test_a_file_taken_out_in_another_window_is_not_found(self, petitioner: Client, draft: Petition) -> None:
        send(petitioner, draft, ("a.png", picture()))
        one = draft.attachments.get()
        assert petitioner.post(page(draft, f"{one.pk}/remove/")).status_code == 302
        for way in ("up/", "remove/", "purpose/"):
            assert petitioner.post(page(draft, f"{one.pk}/{way}"), {"purpose": "proof"}).status_code == 404


class TestAddingAfterFiling:
    def test_several_documents_are_added(self, petitioner: Client, walk: Walk) -> None:
        petition = walk.filed()
        chosen = [upload("a.pdf", pdf()), upload("b.pdf", b"")]
        answer = petitioner.post(
            f"/en/petitions/{petition.public_id}/documents/add/", {"purpose": "other", "attachment": chosen}
        )
        assert answer.status_code == 422
        assert laid(petition) == ["a.pdf"]
        assert "b.pdf — The file is empty." in answer.context["form"].errors["attachment"][0]

    def test_photographs_become_one_pdf(self, petitioner: Client, walk: Walk) -> None:
        petition = walk.filed()
        address = f"/en/petitions/{petition.public_id}/documents/add/"
        chosen = [upload("1.jpg", picture("JPEG")), upload("2.png", picture())]
        answer = petitioner.post(address, {"purpose": "proof", "attachment": chosen, "as_one": "on"})
        assert answer.status_code == 302, answer.context["form"].errors
        one = petition.attachments.select_related("document").get(removed_at=None)
        assert (one.document.pages, one.purpose) == (2, "proof")
        assert one.document.filename.endswith(".pdf")

    def test_of_what_is_no_picture_no_page_is_made(self, petitioner: Client, walk: Walk) -> None:
        petition = walk.filed()
        address = f"/en/petitions/{petition.public_id}/documents/add/"
        chosen = [upload("1.jpg", picture("JPEG")), upload("2.pdf", pdf())]
        answer = petitioner.post(address, {"purpose": "proof", "attachment": chosen, "as_one": "on"})
        assert answer.status_code == 422
        assert "2.pdf — This is no photograph." in answer.context["form"].errors["attachment"][0]
        assert laid(petition) == []


def test_a_preview_is_owed_for_each_file(petitioner: Client, draft: Petition) -> None:
    send(petitioner, draft, ("a.pdf", pdf()), ("b.png", picture()))
    assert Job.objects.filter(kind="documents.preview", subject=draft.subject).count() == 2


def test_the_receipt_has_the_digest_of_each_file(petitioner: Client, walk: Walk, draft: Petition) -> None:
    send(petitioner, draft, ("a.pdf", pdf()), ("b.png", picture()))
    filed = confirm_signature(petition=walk.submit(draft), actor=Actor.of(walk.cast.registrar), at=walk.tick())
    printed = text_of(petitioner.get(f"/ru/petitions/{filed.public_id}/receipt.pdf").content)
    for digest in filed.attachments.values_list("document__sha256", flat=True):
        assert digest in "".join(printed.split())
