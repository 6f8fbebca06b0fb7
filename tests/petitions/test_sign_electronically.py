from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from courtcase.law.time import court_day
from courtcase.notices.models import Job
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from courtcase.signatures.models import Signature
from courtcase.signatures.verdicts import WORDS
from petitions.filing.operations.submit_petition import submit_cure
from petitions.models import Petition
from petitions.workflow import State
from tests.petitions.signing import PERSON, Trusted, signature_file, trusted
from tests.petitions.walk import Walk


@pytest.fixture
def court(tmp_path: Path, settings: Any) -> Trusted:
    """Return the authority that is trusted here."""
    return trusted(tmp_path, settings)


def petitioner(walk: Walk) -> Client:
    """Return the petitioner's browser."""
    client = Client(raise_request_exception=False)
    client.force_login(walk.cast.petitioner)
    return client


def address(petition: Petition, page: str = "sign/", language: str = "ru") -> str:
    """Return the address of a page of the petition."""
    return f"/{language}/petitions/{petition.public_id}/{page}"


def document(client: Client, petition: Petition) -> bytes:
    """Download the document that is to be signed."""
    answer = client.get(address(petition, "document.pdf"))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def send(client: Client, petition: Petition, file: Any, language: str = "ru") -> Any:
    """Upload a signature as the page does."""
    shown = client.get(address(petition, language=language))
    version = shown.context["form"]["version"].value()
    return client.post(address(petition, "sign/file/", language), {"version": version, "container": file})


@pytest.mark.django_db
class TestSigning:
    def test_a_valid_signature_of_the_petitioner_files_the_petition_at_once(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(petitioner=PERSON), petitioner(walk)
        content = document(client, petition)
        assert content.startswith(b"%PDF")
        answer = send(client, petition, signature_file(content, court.signer()))
        assert answer.status_code == 302, answer.context["form"].errors
        petition.refresh_from_db()
        assert petition.state == State.FILED
        assert petition.filed_on == court_day(timezone.now())
        assert petition.edition is not None
        kept = Signature.objects.get()
        assert (kept.outcome, kept.kind, kept.certificate_sha256 != "") == ("valid", "petition", True)
        assert PERSON["iin"].encode() not in bytes(kept.sealed_signer)
        event = Event.objects.get(subject=petition.subject, name="petition.filed")
        assert event.body["signature"] == "electronic"
        assert PERSON["iin"] not in str(event.body) + str(kept.checks)
        assert Job.objects.filter(kind="petitions.route", subject=petition.subject).count() == 1
        assert client.get(address(petition, "receipt.pdf")).status_code == 200
        assert document(client, petition) == content

    def test_the_document_is_stored_once(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(petitioner=PERSON), petitioner(walk)
        assert document(client, petition) == document(client, petition)
        assert petition.subject.documents.filter(kind="to_sign").count() == 1

    def test_another_person_is_refused_and_kept_for_nobody(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(petitioner=PERSON), petitioner(walk)
        signer = court.signer(iin="900101300017")
        answer = send(client, petition, signature_file(document(client, petition), signer))
        assert answer.status_code == 422
        assert "container" in answer.context["form"].errors
        petition.refresh_from_db()
        assert petition.state == State.AWAITING_SIGNATURE
        assert not Signature.objects.exists()
