"""The paper of a petition: printed large, with lines to fill in, and found again at the desk by its QR code."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.content import PetitionContent, open_content
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.start_draft import start_draft
from petitions.models import Channel, Petition
from petitions.versions import as_told
from petitions.workflow import State
from tests.documents.files import picture
from tests.petitions.walk import Walk

NAME = "Үлгі Мысалқызы"


def browser(walk: Walk, member: str) -> Client:
    """Return a browser of a member of the cast."""
    client = Client(raise_request_exception=False)
    client.force_login(getattr(walk.cast, member))
    return client


def printed(walk: Walk, petition: Petition, how: str = "") -> bytes:
    """Return the paper as the petitioner downloads it."""
    answer = browser(walk, "petitioner").get(f"/ru/petitions/{petition.public_id}/paper.pdf{how}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer.content[:200]
    return bytes(answer.content)


def text_of(content: bytes) -> str:
    """Return what is printed, without spaces, breaks and hyphens: at the end of a line a hyphen is read as another sign."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    return "".join(sign for sign in "".join(pages) if sign.isalnum() or sign == "/")


def came(petition: Petition) -> str:
    """Return the address in the QR code of a paper printed now."""
    return f"/ru/intake/papers/{petition.public_id}/{petition.version}/"


def scan() -> Any:
    """Return a scan of a paper."""
    return SimpleUploadedFile("paper.png", picture(), content_type="image/png")


def begun(walk: Walk, **part: Any) -> Petition:
    """Return a draft of which only `part` is written."""
    writer = Actor.of(walk.cast.petitioner)
    draft = start_draft(petitioner_kind="citizen", language="ru", actor=writer, at=walk.tick()).petition
    return save_draft(petition=draft, part=part, actor=writer, at=walk.tick())  # type: ignore[arg-type]


def content_of(petition: Petition) -> PetitionContent:
    """Return the words the Court goes by."""
    return open_content(petition, as_told(petition))


@pytest.mark.django_db
class TestThePaper:
    @pytest.mark.parametrize("how", ["", "?large", "?lines", "?large&lines"])
    def test_of_a_draft_filled_partly_is_tagged_and_leads_to_the_desk(self, walk: Walk, how: str) -> None:
        draft = begun(walk, petitioner={"full_name": NAME})
        content = printed(walk, draft, how)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang).startswith("ru")
        text = text_of(content)
        assert f"/intake/papers/{draft.public_id.hex}/{draft.version}/" in text
        assert ("Гдевыживёте" in text) == ("lines" in how)

    def test_in_large_type_takes_more_room(self, walk: Walk) -> None:
        petition = walk.submitted()
        small, large = (len(pypdfium2.PdfDocument(printed(walk, petition, how))) for how in ("", "?large"))
        assert large > small


@pytest.mark.django_db
class TestAtTheDesk:
    def test_a_submitted_petition_is_found_and_confirmed(self, walk: Walk) -> None:
        petition = walk.submitted()
        found = browser(walk, "registrar").get(came(petition))
        assert found["Location"] == f"/ru/intake/{petition.public_id}/confirm/"

    def test_a_draft_is_filed_with_the_scan(self, walk: Walk) -> None:
        draft, clerk = walk.drafted(), browser(walk, "registrar")
        address = came(draft)
        assert NAME not in clerk.get(address).content.decode()
        answer = clerk.post(address, {"scan": scan(), "full_name": "Somebody else"})
        assert answer.status_code == 302, answer.context["form"].errors
        draft.refresh_from_db()
        assert draft.filed_at is not None
        assert (draft.state, draft.channel, draft.filed_on) == (State.FILED, Channel.PAPER, court_day(draft.filed_at))
        assert content_of(draft)["petitioner"]["full_name"] == NAME
        assert Event.objects.get(subject=draft.subject, name="petition.filed").actor == walk.cast.registrar
        again = clerk.post(address, {"scan": scan()})
        assert again["Location"] == f"/ru/intake/{draft.public_id}/"

    def test_what_was_written_by_hand_completes_it(self, walk: Walk) -> None:
        draft, clerk = begun(walk, petitioner={"full_name": NAME}), browser(walk, "registrar")
        assert clerk.post(came(draft), {"scan": scan()}).status_code == 422
        typed = {"scan": scan(), "residence": "Astana, 1", "situation": "By hand: left without counsel."}
        assert clerk.post(came(draft), typed).status_code == 302
        draft.refresh_from_db()
        person = content_of(draft)["petitioner"]
        assert (draft.state, person["full_name"], person["residence"]) == (State.FILED, NAME, "Astana, 1")

    def test_words_changed_after_printing_are_not_filed_by_the_paper(self, walk: Walk) -> None:
        draft, clerk = walk.drafted(), browser(walk, "registrar")
        old = came(draft)
        walk.changed(draft, request="Something else, which nobody signed.")
        assert 'name="scan"' not in clerk.get(old).content.decode()
        answer = clerk.post(old, {"scan": scan(), "situation": "Typed from the paper by hand."})
        assert answer.status_code == 409
        assert "Typed from the paper by hand." in answer.content.decode()
        draft.refresh_from_db()
        assert draft.state == State.DRAFT

    def test_the_scan_and_a_day_that_can_be_are_asked(self, walk: Walk) -> None:
        draft, clerk = walk.drafted(), browser(walk, "registrar")
        wrong: list[dict[str, Any]] = [{"full_name": NAME}, {"scan": scan(), "received_on": "01.01.2020"}]
        wrong.append({"scan": scan(), "received_on": "01.01.2099"})
        for sent in wrong:
            assert clerk.post(came(draft), sent).status_code == 422
        draft.refresh_from_db()
        assert draft.state == State.DRAFT

    def test_it_gives_nobody_else_anything(self, walk: Walk) -> None:
        draft = walk.drafted()
        for member in ("petitioner", "stranger", "judge1", "administrator"):
            assert browser(walk, member).get(came(draft)).status_code == 404, member
            assert browser(walk, member).post(came(draft), {"scan": scan()}).status_code == 404
        assert Client().get(came(draft)).status_code == 302
        assert browser(walk, "registrar").get(f"/ru/intake/{draft.public_id}/").status_code == 404
