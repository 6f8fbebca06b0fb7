"""What people of an institution meet on their pages: their own questions, their own files, and ways that lead somewhere."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courtcase.frame.navigation import first_page
from courtcase.keys.files import UnknownKey
from petitions.filing.forms.papers import purposes_of
from petitions.filing.operations.attach import attach
from petitions.filing.operations.start_draft import start_draft
from petitions.models import Channel, Petition
from tests.documents.files import picture
from tests.petitions.acts import signed_in
from tests.petitions.office import Office
from tests.petitions.represented import client_on_desk
from tests.petitions.walk import Walk


def form_to(page: str, petition: Petition, tail: str) -> str:
    """Return the form of the page that is sent to this address of the petition; the empty string where there is none."""
    found = re.search(rf'<form[^>]*action="[^"]*{petition.public_id}/{tail}"[^>]*>(.*?)</form>', page, re.DOTALL)
    return found.group(1) if found else ""


def begun(walk: Walk, office: Office, *, channel: Channel = Channel.WEB) -> Petition:
    """Begin a petition of the institution."""
    return start_draft(
        petitioner_kind=office.institution.kind,
        language="ru",
        institution=office.institution,
        channel=channel,
        actor=office.officer,
        at=walk.tick(),
    ).petition


@pytest.mark.django_db
class TestTheHead:
    @pytest.mark.parametrize("stands", ["asked", "approved"])
    def test_can_press_what_sends_a_petition_back(self, walk: Walk, stands: str) -> None:
        office = Office(walk)
        petition: Petition = getattr(office, stands)()
        page = signed_in(office.head.signed_in).get(f"/ru/petitions/{petition.public_id}/approval/").content.decode()
        form = form_to(page, petition, "approval/send-back/")
        assert "<textarea" in form
        assert re.search(r'<button[^>]*type="submit"', form), form

    def test_can_open_the_files_before_approving(self, walk: Walk) -> None:
        office = Office(walk)
        petition = office.drafted()
        file = SimpleUploadedFile("act.png", picture(), content_type="image/png")
        laid = attach(petition=petition, uploaded=file, purpose="act_text", actor=office.officer, at=walk.tick())
        head = signed_in(office.head.signed_in)
        page = head.get(f"/ru/petitions/{petition.public_id}/approval/").content.decode()
        address = f"/ru/petitions/{petition.public_id}/documents/{laid.pk}/"
        assert f'href="{address}"' in page
        assert f'href="{address}preview/"' in page
        assert head.get(address).status_code == 200


@pytest.mark.django_db
class TestItsPeople:
    @pytest.mark.parametrize("who", ["commissioner_officer", "commissioner_head"])
    def test_begin_at_the_overview_and_are_led_to_no_desk_of_clients(self, walk: Walk, who: str) -> None:
        actor = walk.cast.actor(who)
        assert (first_page(actor=actor, at=walk.now) or "").endswith("/petitions/institution/")
        clients = "/en/petitions/clients/"
        assert clients not in signed_in(actor.signed_in).get("/en/petitions/mine/").content.decode()
        assert clients in signed_in(walk.cast.counsel).get("/en/petitions/mine/").content.decode()
        client_on_desk(actor)
        assert clients in signed_in(actor.signed_in).get("/en/petitions/mine/").content.decode(), (
            "theirs, beside the office"
        )

    @pytest.mark.parametrize(("language", "own"), [("en", "your rights"), ("ru", "ваши права"), ("kk", "құқығыңыз")])
    def test_are_not_asked_about_rights_of_their_own(self, walk: Walk, language: str, own: str) -> None:
        office, citizens = Office(walk), walk.drafted()
        path = f"/{language}/petitions/{office.drafted().public_id}/write/rights/"
        assert own not in signed_in(office.officer.signed_in).get(path).content.decode()
        path = f"/{language}/petitions/{citizens.public_id}/write/rights/"
        assert own in signed_in(walk.cast.petitioner).get(path).content.decode()

    def test_find_where_they_are_reached_as_they_wrote_it_last(self, walk: Walk) -> None:
        office, browser = Office(walk), signed_in(walk.cast.actor("commissioner_officer").signed_in)
        written = {"full_name": "—", "residence": "Astana, Example street 8", "email": "office@example.kz"}
        walk.confirm(office.submitted(petitioner=written))
        office.institution.__class__.objects.update(address="")
        page = browser.get(f"/ru/petitions/{begun(walk, office).public_id}/write/you/").content.decode()
        assert written["residence"] in page
        assert written["email"] in page
        by_program = begun(walk, office, channel=Channel.API)
        assert written["email"] not in browser.get(f"/ru/petitions/{by_program.public_id}/write/you/").content.decode()

    def test_begin_one_where_the_words_of_the_last_cannot_be_read(
        self, walk: Walk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = Office(walk)
        walk.confirm(office.submitted(petitioner={"full_name": "—", "residence": "—", "email": "office@example.kz"}))

        def no_file_holds_it(*_anything: object, **_more: object) -> None:
            raise UnknownKey("key")

        monkeypatch.setattr("petitions.filing.operations.start_draft.open_content", no_file_holds_it)
        begun(walk, office)

    def test_are_offered_the_papers_of_their_kind(self) -> None:
        kinds = ("commissioner", "court", "deputies", "citizen")
        offered = {kind: [code for code, _label in purposes_of(kind)] for kind in kinds}
        assert offered["court"][0] == "suspension_ruling"
        assert offered["deputies"][0] == "signature_list"
        assert offered["commissioner"] == ["act_text", "proof", "other"]
        assert offered["citizen"][0] == "judicial_act"
        kept = [code for code, _label in purposes_of("commissioner", said="suspension_ruling")]
        assert "suspension_ruling" in kept, "what was said of a file before is not changed by looking at it"
