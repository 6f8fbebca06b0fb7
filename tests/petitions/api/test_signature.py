from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courtcase.people.models import ApiScope, Institution
from petitions.models import Petition
from petitions.workflow import State
from tests.petitions.api.conftest import ADDRESS, Program, program_of
from tests.petitions.signing import signature_file, trusted
from tests.petitions.walk import Walk

BIN = "990140000385"


@pytest.fixture
def waiting(program: Program) -> dict[str, Any]:
    """Return a petition of the institution that waits for its signature, and let the institution have a BIN."""
    Institution.objects.filter(pk=program.token.institution_id).update(bin=BIN)
    return program.waiting()


def content_of(program: Program, waiting: dict[str, Any]) -> bytes:
    answer = program.ask("get", f"{ADDRESS}{waiting['public_id']}/document.pdf/")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


@pytest.mark.django_db
class TestSignature:
    def test_an_officer_of_the_institution_files(
        self, program: Program, waiting: dict[str, Any], tmp_path: Path, settings: Any
    ) -> None:
        court = trusted(tmp_path, settings)
        file = signature_file(content_of(program, waiting), court.signer(bin=BIN))
        sent = {"version": waiting["version"], "container": file}
        answer = program.upload(f"{ADDRESS}{waiting['public_id']}/signature/", sent)
        assert answer.status_code == 200, answer.content
        assert (answer.json()["state"], answer.json()["signature"]["verdict"]) == ("filed", "valid")

    def test_the_same_key_signs_once(
        self, program: Program, waiting: dict[str, Any], tmp_path: Path, settings: Any
    ) -> None:
        court = trusted(tmp_path, settings)
        content = content_of(program, waiting)
        good, other = (signature_file(content, court.signer(bin=BIN)).read() for _turn in range(2))

        def sent(container: bytes) -> Any:
            file = SimpleUploadedFile("a.p7s", container)
            data = {"version": waiting["version"], "container": file}
            return program.upload(f"{ADDRESS}{waiting['public_id']}/signature/", data, HTTP_IDEMPOTENCY_KEY="sign-1")

        assert sent(b"garbage").status_code == 400  # and the key is still free
        first, second = sent(good), sent(good)
        assert (first.status_code, second.status_code) == (200, 200), second.content
        assert first.json() == second.json()
        assert sent(other + b"0").status_code == 409
        assert Petition.objects.get().attachments.count() == 1

    def test_another_bin_is_a_problem_beside_the_container(
        self, program: Program, waiting: dict[str, Any], tmp_path: Path, settings: Any
    ) -> None:
        court = trusted(tmp_path, settings)
        content = content_of(program, waiting)
        for file in (signature_file(content, court.signer()), SimpleUploadedFile("a.p7s", b"garbage")):
            sent = {"version": waiting["version"], "container": file}
            answer = program.upload(f"{ADDRESS}{waiting['public_id']}/signature/", sent)
            assert 400 <= answer.status_code < 500
            assert "container" in answer.content.decode()
        assert Petition.objects.get().state == State.AWAITING_SIGNATURE

    def test_a_program_without_the_scope_signs_nothing(self, walk: Walk, waiting: dict[str, Any]) -> None:
        reader = program_of(walk.cast, "commissioner_head", ApiScope.READ, ApiScope.DRAFT)
        sent = {"version": waiting["version"], "container": SimpleUploadedFile("a.p7s", b"garbage")}
        assert reader.upload(f"{ADDRESS}{waiting['public_id']}/signature/", sent).status_code == 403

    def test_where_no_authority_is_trusted_it_says_so(
        self, program: Program, waiting: dict[str, Any], settings: Any
    ) -> None:
        settings.TRUST_ANCHORS = ""
        sent = {"version": waiting["version"], "container": SimpleUploadedFile("a.p7s", b"garbage")}
        answer = program.upload(f"{ADDRESS}{waiting['public_id']}/signature/", sent)
        assert answer.json()["errors"][0]["code"] == "not_set_up"
