"""A program files by one call: with the signed container of the document, or as the head of its institution approved it."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.notices.working import work_off
from courtcase.people.actors import Actor
from courtcase.people.models import ApiRequest, ApiScope, Institution
from courtcase.register.models import Event
from courtcase.signatures.models import Signature
from courtcase.signatures.operations import examine_bytes
from petitions.intake.operations.register_petition import begin_screening, register_petition
from petitions.intake.operations.screen_petition import return_petition
from petitions.models import Petition
from petitions.workflow import State
from tests.documents.files import picture
from tests.petitions.api.conftest import ADDRESS, WORDS, Program, program_of
from tests.petitions.signing import signature_file, trusted
from tests.petitions.walk import WHY, Walk

pytestmark = pytest.mark.django_db
BIN = "990140000385"


def address_of(told: dict[str, Any], tail: str = "") -> str:
    return f"{ADDRESS}{told['public_id']}/{tail}"


def submit(program: Program, told: dict[str, Any], container: bytes = b"", **headers: str) -> Any:
    """Submit what the API told of, with a container if there is one."""
    sent: dict[str, Any] = {"version": told["version"]}
    if container:
        sent["container"] = b64encode(container).decode()
    return program.ask("post", address_of(told, "submit/"), sent, **headers)


def document(program: Program, told: dict[str, Any]) -> bytes:
    """Fetch the document to sign."""
    answer = program.ask("get", address_of(told, "document.pdf/"))
    assert answer.status_code == 200
    return bytes(answer.getvalue())


def events() -> list[str]:
    names = Event.objects.filter(subject=Petition.objects.get().subject).order_by("pk").values_list("name", flat=True)
    return [name.removeprefix("petition.") for name in names]


def return_it(petition: Petition, clerk: Actor) -> None:
    """Register a filed petition, check it and return it on a ground that can be cured."""
    at = timezone.now()
    register_petition(petition=petition, actor=clerk, at=at)
    begin_screening(petition=petition, actor=clerk, at=at)
    ground = grounds_on(kind="return", day=court_day(at)).filter(curable=True)[0]
    return_petition(petition=petition, grounds=[ground], explanation=WHY, actor=clerk, at=at)


@pytest.fixture
def court(program: Program, tmp_path: Path, settings: Any) -> Any:
    """Return an authority that is trusted here; the institution has a BIN."""
    Institution.objects.filter(pk=program.token.institution_id).update(bin=BIN)
    return trusted(tmp_path, settings)


class TestWithNeither:
    def test_nothing_is_submitted_and_the_answer_says_what_to_do(self, program: Program) -> None:
        told = program.begun()
        answer = submit(program, told, HTTP_ACCEPT_LANGUAGE="en")
        assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
        error = answer.json()["errors"][0]
        assert error["code"] == "not_approved"
        assert "`container`" in error["detail"]
        assert Petition.objects.get().state == State.DRAFT

    def test_not_while_the_head_is_asked_nor_after_a_later_change(self, program: Program) -> None:
        told = program.begun()
        asked = program.ask("post", address_of(told, "approval/"), {"version": told["version"]})
        assert (asked.status_code, asked.json()["stands"]) == (200, "waiting")
        assert Notice.objects.get(event="petition.approval_asked").recipient == program.head.account
        waiting = program.ask("get", address_of(told)).json()
        assert submit(program, waiting).status_code == 409
        approved = program.approved()
        changed = {"version": approved["version"], "request": "Иначе."}
        changed = program.ask("patch", address_of(approved), changed).json()
        assert submit(program, changed).json()["errors"][0]["code"] == "not_approved"
        assert program.ask("get", address_of(approved, "approval/")).json()["stands"] == "void"


class TestWithTheHeadsApproval:
    def test_is_filed_at_once_and_its_code_told_again_to_the_same_request(self, program: Program) -> None:
        told = program.approved()
        answer = submit(program, told, HTTP_IDEMPOTENCY_KEY="send-1")
        assert (answer.status_code, answer.json()["state"]) == (200, "filed"), answer.content
        assert events()[-3:] == ["filing_approved", "submitted", "filed"]
        code = answer.json()["tracking_code"]
        again = submit(program, told, HTTP_IDEMPOTENCY_KEY="send-1")
        assert (again.status_code, again.json()["tracking_code"]) == (200, code)
        assert code not in str(list(ApiRequest.objects.values_list("outcome", flat=True)))
        assert Client().post("/ru/petitions/track/", {"code": code}).status_code == 302
        assert submit(program, told).status_code == 409
        assert set(Notice.objects.filter(event__startswith="petition.").values_list("event", flat=True)) == {
            "petition.filed"
        }

    def test_without_a_key_the_code_is_told_once(self, program: Program) -> None:
        assert submit(program, program.approved()).json()["tracking_code"]
        assert ApiRequest.objects.count() == 0

    def test_the_institution_is_told_at_the_address_it_wrote(self, program: Program, mailoutbox: list[Any]) -> None:
        submit(program, program.approved(petitioner={**WORDS["petitioner"], "email": "office@commissioner.example"}))
        notice = Notice.objects.get(event="petition.filed", recipient=None)
        assert notice.channel == Notice.Channel.EMAIL
        work_off()
        told_too = ["commissioner-head@demo.court"]
        assert sorted(letter.to for letter in mailoutbox) == [told_too, ["office@commissioner.example"]]

    def test_an_institution_without_a_mailbox_is_written_a_letter(self, program: Program) -> None:
        submit(program, program.approved())
        assert Notice.objects.get(event="petition.filed", recipient=None).channel == Notice.Channel.POST

    def test_what_cannot_be_answered_is_refused_beside_its_field(self, program: Program) -> None:
        answer = submit(program, program.approved(situation="", reasoning="", request=""))
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "situation")
        assert Petition.objects.get().state == State.DRAFT

    def test_a_correction_is_taken_up_at_once(self, program: Program, walk: Walk) -> None:
        filed = submit(program, program.approved()).json()
        petition = Petition.objects.get()
        return_it(petition, walk.cast.actor("clerk"))
        returned = program.ask("get", address_of(filed)).json()
        changed = {"version": returned["version"], "request": "Признать пункт не соответствующим."}
        changed = program.ask("patch", address_of(returned), changed).json()
        assert submit(program, changed).status_code == 409
        answer = submit(program, program.approve(changed))
        assert (answer.status_code, answer.json()["state"]) == (200, "screening"), answer.content
        assert answer.json()["tracking_code"] is None


class TestWithASignedContainer:
    def test_is_filed_at_once_and_the_head_is_not_waited_for(self, program: Program, court: Any) -> None:
        told = program.begun()
        program.ask("post", address_of(told, "approval/"), {"version": told["version"]})
        told = program.ask("get", address_of(told)).json()
        content = document(program, told)
        assert content.startswith(b"%PDF")
        assert document(program, told) == content
        answer = submit(program, told, signature_file(content, court.signer(bin=BIN)).read())
        assert (answer.status_code, answer.json()["state"]) == (200, "filed"), answer.content
        assert len(answer.json()["tracking_code"]) == 19
        petition = Petition.objects.get()
        assert Signature.objects.get(subject=petition.subject).outcome == "valid"
        assert document(program, told) == content
        assert not petition.approvals.filter(outcome="waiting").exists()

    def test_another_ones_or_over_other_bytes_leaves_a_draft(self, program: Program, court: Any) -> None:
        told = program.begun()
        content, officer = document(program, told), court.signer(bin=BIN)
        laid = {"purpose": "act_text", "file": SimpleUploadedFile("act.png", picture(), "image/png")}
        wrong = {
            "a stranger's": signature_file(content, court.signer(bin="123456789012")).read(),
            "nobody's": b"garbage",
            "changed": signature_file(content + b" ", officer).read(),
        }
        for name, container in wrong.items():
            answer = submit(program, told, container)
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "container"), name
        assert program.upload(address_of(told, "attachments/"), laid).status_code == 201
        assert submit(program, told, signature_file(content, officer).read()).status_code == 400
        petition = Petition.objects.get()
        assert (petition.state, petition.attachments.count()) == (State.DRAFT, 1)
        assert not Signature.objects.exists()
        sent = {"version": told["version"], "container": "no base64!"}
        answer = program.ask("post", address_of(told, "submit/"), sent)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "container")

    def test_what_nobody_can_verify_waits_for_a_clerk(self, program: Program, court: Any) -> None:
        court.publish(days=-1)  # the list of revoked certificates is stale
        told = program.begun()
        answer = submit(program, told, signature_file(document(program, told), court.signer(bin=BIN)).read())
        assert (answer.status_code, answer.json()["state"]) == (200, "awaiting_signature"), answer.content
        assert events()[-2:] == ["submitted", "signature_in_doubt"]
        assert Notice.objects.filter(event="petition.submitted").exists()

    def test_where_no_authority_is_trusted_it_says_so(self, program: Program, settings: Any) -> None:
        settings.TRUST_ANCHORS = ""
        answer = submit(program, program.begun(), b"garbage")
        assert answer.json()["errors"][0]["code"] == "not_set_up"

    def test_a_key_files_once(self, program: Program, court: Any) -> None:
        told = program.begun()
        content = document(program, told)
        good, other = (signature_file(content, court.signer(bin=BIN)).read() for _turn in range(2))
        first = submit(program, told, good, HTTP_IDEMPOTENCY_KEY="send-2")
        again = submit(program, told, good, HTTP_IDEMPOTENCY_KEY="send-2")
        assert first.status_code == again.status_code == 200, first.content
        assert first.json()["tracking_code"] == again.json()["tracking_code"]
        assert submit(program, told, other + b"0", HTTP_IDEMPOTENCY_KEY="send-2").status_code == 409

    def test_nothing_is_held_while_the_signature_is_verified(
        self, program: Program, court: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        held: list[int] = []

        def examine(**asked: Any) -> Any:
            held.append(ApiRequest.objects.filter(key="send-3").count())
            return examine_bytes(**asked)

        monkeypatch.setattr("petitions.filing.operations.file_at_once.examine_bytes", examine)
        told = program.begun()
        container = signature_file(document(program, told), court.signer(bin=BIN)).read()
        assert submit(program, told, container, HTTP_IDEMPOTENCY_KEY="send-3").status_code == 200
        assert held == [0]
        assert submit(program, told, container, HTTP_IDEMPOTENCY_KEY="send-3").status_code == 200
        assert held == [0]  # what was done is not verified again

    def test_an_old_version_is_a_conflict(self, program: Program, court: Any) -> None:
        told = program.begun()
        container = signature_file(document(program, told), court.signer(bin=BIN)).read()
        answer = submit(program, {**told, "version": told["version"] - 1}, container)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "stale_version")


class TestWhoMay:
    def test_not_without_the_scope_nor_for_another_institution(self, program: Program, walk: Walk) -> None:
        told = program.approved()
        writer = program_of(walk.cast, "commissioner_head", ApiScope.READ, ApiScope.DRAFT)
        other = program_of(walk.cast, "prosecutor_officer")
        assert submit(writer, told).status_code == 403
        assert submit(other, told).status_code == 404
        assert other.ask("post", address_of(told, "approval/"), {"version": told["version"]}).status_code == 404
        assert other.ask("get", address_of(told, "approval/")).status_code == 404
        assert program.ask("put", address_of(told, "submit/"), {}).status_code == 405
        assert Petition.objects.get().state == State.DRAFT


def test_a_filing_by_program_asks_no_more_often_than_it_must(program: Program) -> None:
    """Submission and filing in one, notices to the head and to the address of the petition, and the whole answer."""

    def statements(key: str = "") -> int:
        told = program.approved()
        with CaptureQueriesContext(connection) as asked:
            assert submit(program, told, HTTP_IDEMPOTENCY_KEY=key).status_code == 200
        return len(asked)

    statements()  # what a process keeps for good is read now
    assert (statements(), statements("count-1")) == (19, 23)
