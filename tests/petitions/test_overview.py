"""An institution's petitions at a glance: what the list shows, how it is narrowed, and the same as a file."""

from __future__ import annotations

import csv
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courtcase.law.models import Clock
from courtcase.law.time import court_day
from courtcase.register.models import Event
from petitions.filing.operations.attach import attach
from petitions.filing.operations.save_draft import save_draft
from petitions.models import Petition, PetitionVersion
from petitions.tables import plain
from tests.documents.files import picture
from tests.petitions.acts import signed_in
from tests.petitions.api.conftest import program_of
from tests.petitions.office import Office
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
ADDRESS = "/en/petitions/institution/"
CASE = {"number": "7199-26-00-2/77", "suspended_on": "2026-11-01", "application": "In the claim."}


@pytest.fixture
def office(walk: Walk) -> Office:
    """Return the office of a court."""
    return Office(walk, "court")


def shown(office: Office, who: str = "officer", **asked: Any) -> list[Petition]:
    """Return the petitions that the page lists."""
    answer = signed_in(getattr(office, who).signed_in).get(ADDRESS, asked)
    assert answer.status_code == 200
    return [line.petition for line in answer.context["lines"]]


def page(office: Office, **asked: Any) -> str:
    """Return the page as the head reads it."""
    answer = signed_in(office.head.signed_in).get(ADDRESS, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def table(office: Office, **asked: Any) -> list[list[str]]:
    """Return the file, read as a spreadsheet reads it."""
    answer = signed_in(office.officer.signed_in).get(f"{ADDRESS}petitions.csv", asked)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer.streaming
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))


class TestTheList:
    def test_shows_who_prepares_what_waits_and_the_last_day_of_the_term(self, office: Office) -> None:
        asked = office.asked(letter={"number": "6-1/412", "day": "2026-11-02"}, suspended_case=CASE)
        sent = office.registered()
        text = page(office)
        assert all(words in text for words in ("6-1/412", CASE["number"], "Waits for the head"))
        assert office.officer.signed_in.full_name in text
        clock = Clock.objects.get(subject=sent.subject)
        assert f"{clock.term.name_en}:" in text
        assert shown(office) == [sent, asked]

    def test_is_the_institutions_alone(self, office: Office) -> None:
        office.drafted()
        other = Office(office.walk, "commissioner")
        assert shown(other) == []
        for key in ("stranger", "petitioner", "clerk", "chair", "administrator"):
            for tail in ("", "petitions.csv"):
                assert signed_in(getattr(office.walk.cast, key)).get(ADDRESS + tail).status_code == 404, key
        assert Client().get(ADDRESS).status_code in {302, 404}
        assert signed_in(office.head.signed_in).post(ADDRESS).status_code == 405

    def test_goes_on_by_key(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("petitions.filing.overview.PAGE", 2)
        made = [office.drafted() for _turn in range(3)]
        first = signed_in(office.officer.signed_in).get(ADDRESS, {"state": "draft"})
        assert [line.petition for line in first.context["lines"]] == [made[2], made[1]]
        assert first.context["older"] == f"?state=draft&before={made[1].pk}"
        assert shown(office, state="draft", before=str(made[1].pk)) == [made[0]]

    def test_asks_as_often_for_nine_as_for_two(self, office: Office) -> None:
        def statements() -> int:
            reader = signed_in(office.officer.signed_in)
            with CaptureQueriesContext(connection) as asked:
                assert reader.get(ADDRESS, {"q": "6-1/412"}).status_code == 200
            return len(asked)

        def one() -> None:
            office.drafted(letter={"number": "6-1/412"})

        one()
        one()
        statements()
        few = statements()
        for _turn in range(7):
            one()
        assert statements() == few


class TestNarrowing:
    def test_by_any_number_however_it_is_written(self, office: Office) -> None:
        ours = office.drafted(letter={"number": "6-1/412"})
        theirs = office.drafted(suspended_case=CASE)
        for typed in ("6-1/412", "6 1 412", " 6-1 / 412"):
            assert shown(office, q=typed) == [ours], typed
        assert shown(office, q="7199-26-00-2-77") == [theirs]
        assert shown(office, q="412") == []
        part = office.words(suspended_case={**CASE, "number": "1-2"})
        save_draft(petition=theirs, part=part, actor=office.officer, at=office.walk.tick())
        assert shown(office, q="7199-26-00-2/77") == []
        assert b"412" not in bytes(Petition.objects.get(pk=ours.pk).letter_index or b"")

    def test_by_state_approval_and_who_prepares(self, office: Office) -> None:
        drafted, waiting, approved = office.drafted(), office.asked(), office.approved()
        sent = office.submitted()
        program = program_of(office.walk.cast, "court_head")
        written = program.begun()
        by_program = Petition.objects.get(public_id=written["public_id"])
        assert shown(office, state="awaiting_signature") == [sent]
        assert shown(office, approval="waiting") == [waiting]
        assert shown(office, approval="approved") == [approved]
        assert shown(office, account=str(program.token.account_id)) == [by_program]
        assert set(shown(office, account=str(office.officer.signed_in.pk))) == {drafted, waiting, approved, sent}

    def test_by_the_term_that_runs_out(self, office: Office) -> None:
        today, made = court_day(timezone.now()), []
        for days in (-1, 0, 7, 30, 31):
            sent = office.registered()
            Clock.objects.filter(subject=sent.subject).update(due_on=today + timedelta(days=days))
            made.append(sent)
        passed, now, week, month, later = made
        assert shown(office, term="passed") == [passed]
        assert shown(office, term="7") == [week, now]
        assert shown(office, term="30") == [month, week, now]
        assert later in shown(office)

    @pytest.mark.parametrize(
        "asked", [{"state": "x"}, {"term": "x"}, {"account": "x"}, {"approval": "used"}, {"q": "x" * 101}]
    )
    def test_nonsense_is_said_beside_its_field(self, office: Office, asked: dict[str, str]) -> None:
        office.drafted()
        answer = signed_in(office.officer.signed_in).get(ADDRESS, asked)
        assert answer.status_code == 422
        assert 'class="msg"' in answer.content.decode()
        assert answer.context["lines"] == []
        assert len(table(office, **asked)) == 1


class TestTheFile:
    def test_holds_what_is_narrowed_and_is_recorded(self, office: Office) -> None:
        office.drafted()
        asked = office.asked(letter={"number": "=6-1/412"}, suspended_case=CASE)
        head, *lines = table(office, approval="waiting")
        assert len(head) == len(lines[0]) == 11
        assert len(lines) == 1
        assert lines[0][1:3] == ["'=6-1/412", CASE["number"]]
        assert lines[0][-1].endswith(f"/petitions/{asked.public_id}/")
        event = Event.objects.get(name="institution.petitions_exported")
        assert event.body == {"narrowed_by": "approval"}
        assert event.subject == office.institution.subject
        assert CASE["number"] not in str(event.body)

    def test_is_read_in_parts(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("petitions.filing.overview.AT_ONCE", 2)
        for _turn in range(5):
            office.drafted()
        assert len(table(office)) == 6

    def test_an_erased_draft_is_an_empty_line(self, office: Office) -> None:
        PetitionVersion.objects.filter(petition=office.drafted(suspended_case=CASE)).delete()
        assert table(office)[1][1:3] == ["", ""]

    @pytest.mark.parametrize("cell", ["=1+1", "+7", "-1", "@a", "\t=1", "\r=1"])
    def test_a_cell_is_text(self, cell: str) -> None:
        assert plain(cell) == f"'{cell}"
        assert plain("6-1/412") == "6-1/412"
        assert plain(None) == ""


class TestTheListOfFiles:
    def test_names_each_file_with_its_size_and_digest(self, office: Office) -> None:
        petition, image = office.drafted(), picture()
        uploaded = SimpleUploadedFile("=ruling.png", image, content_type="image/png")
        attach(
            petition=petition,
            uploaded=uploaded,
            purpose="suspension_ruling",
            actor=office.officer,
            at=office.walk.tick(),
        )
        address = f"/en/petitions/{petition.public_id}/files.csv"
        officer = signed_in(office.officer.signed_in)
        lines = list(csv.reader(StringIO(officer.get(address).getvalue().decode("utf-8-sig"))))
        assert lines[1][0] == "1"
        assert lines[1][1].startswith("'=")
        assert lines[1][3:] == [str(len(image)), sha256(image).hexdigest()]
        for tail in ("write/attachments/", ""):
            page = officer.get(f"/en/petitions/{petition.public_id}/{tail}", follow=True)
            assert page.status_code == 200
        assert address in officer.get(f"/en/petitions/{petition.public_id}/write/attachments/").content.decode()
        other = Office(office.walk, "commissioner")
        for actor in (other.head, office.walk.cast.actor("petitioner"), office.walk.cast.actor("clerk")):
            assert signed_in(actor.signed_in).get(address).status_code == 404
        assert officer.post(address).status_code == 405
