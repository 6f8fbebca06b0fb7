"""Petitions by machine: what a program of an institution writes, submits and sees."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courtcase.documents.models import ScanState
from courtcase.people.models import ApiRequest
from petitions.models import Petition
from tests.documents.files import picture
from tests.petitions.api.conftest import ADDRESS, Program, program_of
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def address_of(told: dict[str, Any], tail: str = "") -> str:
    """Return the address of a petition as the API told of it."""
    return f"{ADDRESS}{told['public_id']}/{tail}"


class TestBeginning:
    def test_begins_a_petition_of_the_institution(self, program: Program) -> None:
        norm = {"act": "criminal-procedure-code-2014", "path": "482"}
        told = program.ask("post", ADDRESS, {"language": "ru", "provisions": [norm]}).json()
        petition = Petition.objects.get()
        assert petition.institution == program.token.institution
        assert (petition.channel, petition.state, petition.account) == ("api", "draft", program.token.account)
        assert told["words"]["provisions"] == [norm]
        assert told["words"]["petitioner"]["full_name"] == program.token.institution.name_ru
        assert petition.contested.get().provision is not None

    def test_a_court_names_the_case_it_suspended(self, walk: Walk) -> None:
        case = {"number": "1-77/2026", "suspended_on": "2026-11-01", "application": "In the claim."}
        court = program_of(walk.cast, "court_head")
        told = court.ask("post", ADDRESS, {"language": "ru", "asked": "applied_act", "suspended_case": case})
        assert (told.status_code, told.json()["words"]["suspended_case"]) == (201, case)
        wrong = {"language": "ru", "suspended_case": {"suspended_on": "yesterday"}, "asked": "a favour"}
        assert court.ask("post", ADDRESS, wrong).status_code == 400

    def test_says_where_it_is(self, program: Program) -> None:
        answer = program.ask("post", ADDRESS, {"language": "kk"})
        assert answer["Location"].endswith(address_of(answer.json()))

    def test_names_each_wrong_field(self, program: Program) -> None:
        sent = {
            "language": "de",
            "provisions": [{"act": "no-such-act", "path": "1"}],
            "petitioner": {"phone": "eleven"},
            "court_acts": [{"in_force_on": "2999-01-01"}],
        }
        answer = program.ask("post", ADDRESS, sent, HTTP_ACCEPT_LANGUAGE="ru")
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        fields = {error["field"] for error in answer.json()["errors"]}
        assert {"language", "provisions"} <= {field.split(".")[0] for field in fields}
        assert any(field.startswith("petitioner") for field in fields)
        assert any(field.startswith("court_acts") for field in fields)
        assert Petition.objects.count() == 0

    @pytest.mark.parametrize(
        "sent", [[], "word", {"language": "ru", "situation": {"a": 1}}, {"language": "ru", "rights": 7}]
    )
    def test_nonsense_is_a_problem_and_no_petition(self, program: Program, sent: Any) -> None:
        assert program.ask("post", ADDRESS, sent).status_code == 400
        assert Petition.objects.count() == 0

    def test_the_same_key_begins_one_petition(self, program: Program) -> None:
        sent = {"language": "ru", "situation": "Коротко."}
        first = program.ask("post", ADDRESS, sent, HTTP_IDEMPOTENCY_KEY="our-1")
        second = program.ask("post", ADDRESS, sent, HTTP_IDEMPOTENCY_KEY="our-1")
        assert first.json()["public_id"] == second.json()["public_id"]
        other = program.ask("post", ADDRESS, {"language": "kk"}, HTTP_IDEMPOTENCY_KEY="our-1")
        assert (other.status_code, other.json()["errors"][0]["code"]) == (409, "idempotency_conflict")
        assert Petition.objects.count() == 1

    def test_a_key_that_is_none_is_refused(self, program: Program) -> None:
        answer = program.ask("post", ADDRESS, {"language": "ru"}, HTTP_IDEMPOTENCY_KEY="k" * 81)
        assert answer.status_code == 400


class TestChanging:
    def test_changes_what_is_sent_and_keeps_the_rest(self, program: Program) -> None:
        told = program.begun()
        answer = program.ask(
            "patch", address_of(told), {"version": told["version"], "request": "Иначе.", "may_forward": True}
        )
        assert answer.status_code == 200
        assert answer.json()["words"]["may_forward"] is True
        assert answer.json()["words"]["request"] == "Иначе."
        assert answer.json()["words"]["situation"] == told["words"]["situation"]

    def test_an_old_version_is_a_conflict(self, program: Program) -> None:
        told = program.begun()
        program.ask("patch", address_of(told), {"version": told["version"], "request": "Иначе."})
        answer = program.ask("patch", address_of(told), {"version": told["version"], "request": "Опять."})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "stale_version")

    def test_lays_a_file(self, program: Program) -> None:
        told = program.begun()
        sent = {"purpose": "act_text", "file": SimpleUploadedFile("act.png", picture(), "image/png")}
        answer = program.upload(address_of(told, "attachments/"), sent)
        assert answer.status_code == 201
        laid = program.ask("get", address_of(told)).json()["attachments"]
        assert [one["sha256"] for one in laid] == [answer.json()["sha256"]]

    def test_the_same_key_lays_one_file(self, program: Program) -> None:
        address = address_of(program.begun(), "attachments/")
        image = picture()

        def sent(name: str, content: bytes) -> Any:
            file = SimpleUploadedFile(name, content, "image/png")
            return program.upload(address, {"purpose": "act_text", "file": file}, HTTP_IDEMPOTENCY_KEY="file-1")

        first, second = sent("act.png", image), sent("act.png", image)
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json()["public_id"] == second.json()["public_id"]
        assert sent("act.png", image + b"more").status_code == 409
        assert Petition.objects.get().attachments.count() == 1

    def test_nothing_is_held_while_the_file_is_scanned(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        held: list[int] = []

        def scan(_file: Any) -> ScanState:
            held.append(ApiRequest.objects.filter(key="file-2").count())
            return ScanState.OFF

        monkeypatch.setattr("courtcase.documents.operations.scan", scan)
        file = SimpleUploadedFile("act.png", picture(), "image/png")
        sent = {"purpose": "act_text", "file": file}
        address = address_of(program.begun(), "attachments/")
        assert program.upload(address, sent, HTTP_IDEMPOTENCY_KEY="file-2").status_code == 201
        assert held == [0]
        assert ApiRequest.objects.filter(key="file-2").count() == 1

    def test_a_file_that_is_none_is_refused_beside_its_field(self, program: Program) -> None:
        sent = {"purpose": "act_text", "file": SimpleUploadedFile("act.pdf", b"no pdf at all", "application/pdf")}
        answer = program.upload(address_of(program.begun(), "attachments/"), sent)
        assert answer.status_code == 400


class TestWhoSeesWhat:
    def test_another_institution_finds_nothing(self, program: Program, walk: Walk) -> None:
        told, other = program.begun(), program_of(walk.cast, "prosecutor_officer")
        assert other.ask("get", address_of(told)).status_code == 404
        assert other.ask("patch", address_of(told), {"version": 1}).status_code == 404
        assert other.ask("post", address_of(told, "submit/"), {"version": 1}).status_code == 404
        assert other.ask("get", ADDRESS).json()["results"] == []
        assert program.ask("get", address_of({"public_id": uuid4()})).status_code == 404

    def test_officers_see_what_the_program_wrote(self, program: Program, walk: Walk) -> None:
        program.begun()
        petition = Petition.objects.get()
        client = Client()
        client.force_login(walk.cast.commissioner_officer)
        assert client.get(f"/ru/petitions/{petition.public_id}/write/you/").status_code == 200

    def test_a_token_does_only_what_it_was_given_for(self, walk: Walk) -> None:
        reader = program_of(walk.cast, "commissioner_head", "read")
        assert reader.ask("get", ADDRESS).status_code == 200
        assert reader.ask("post", ADDRESS, {"language": "ru"}).status_code == 403

    @pytest.mark.parametrize("sent", ["", "Bearer", "Bearer courtcase_wrong", "Basic YTpi", "Bearer " + "x" * 500])
    def test_no_token_or_a_wrong_one_is_401(self, program: Program, sent: str) -> None:
        answer = Client().get(ADDRESS, headers={"authorization": sent} if sent else {})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_a_session_of_a_person_opens_nothing_here(self, walk: Walk) -> None:
        client = Client()
        client.force_login(walk.cast.commissioner_head)
        assert client.get(ADDRESS).status_code == 401

    def test_a_list_asks_as_often_for_thirty_as_for_three(self, program: Program) -> None:
        def statements() -> int:
            with CaptureQueriesContext(connection) as asked:
                assert program.ask("get", ADDRESS).status_code == 200
            return len(asked)

        for _turn in range(3):
            program.begun()
        few = statements()
        for _turn in range(27):
            program.begun()
        assert statements() == few
