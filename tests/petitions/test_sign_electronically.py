from __future__ import annotations

import hashlib
from datetime import timedelta
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
        assert petition.subject.documents.filter(kind="signature").count() == 0

    def test_a_petition_without_an_iin_is_not_signed_by_anybody(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(), petitioner(walk)
        sent = {"version": petition.version, "container": signature_file(document(client, petition), court.signer())}
        assert client.post(address(petition, "sign/file/"), sent).status_code == 422
        assert not Signature.objects.exists()

    def test_a_correction_is_taken_up_and_keeps_the_day_of_first_filing(self, walk: Walk, court: Trusted) -> None:
        walk.now = timezone.now() - timedelta(days=2)
        petition = walk.returned(petitioner=PERSON)
        first = petition.filed_on
        walk.changed(petition, petitioner=PERSON, request="To find the provision unconstitutional, as the law asks.")
        submit_cure(petition=petition, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
        petition.refresh_from_db()
        client = petitioner(walk)
        answer = send(client, petition, signature_file(document(client, petition), court.signer()))
        assert answer.status_code == 302, answer.context["form"].errors
        petition.refresh_from_db()
        assert (petition.state, petition.filed_on) == (State.SCREENING, first)
        assert Signature.objects.get().kind == "correction"

    def test_new_words_need_a_new_signature(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(petitioner=PERSON), petitioner(walk)
        old = document(client, petition)
        client.post(address(petition, "reopen/"), {"version": petition.version})
        petition.refresh_from_db()
        walk.submit(walk.changed(petition, petitioner=PERSON, request="Something else is asked of the Court."))
        petition.refresh_from_db()
        assert document(client, petition) != old
        assert send(client, petition, signature_file(old, court.signer())).status_code == 422

    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    def test_what_is_not_valid_is_said_beside_the_field(self, walk: Walk, court: Trusted, language: str) -> None:
        petition, client = walk.submitted(petitioner=PERSON), petitioner(walk)
        for content, code in ((b"garbage!", "unreadable"), (b"\x30\x80" * 50_000, "unreadable")):
            answer = send(client, petition, SimpleUploadedFile("a.p7s", content), language)
            assert answer.status_code == 422
            with translation.override(language):
                assert answer.context["form"].errors["container"] == [str(WORDS[code])]
        for upload in (SimpleUploadedFile("a.sig", b""), SimpleUploadedFile("a.sig", b"0" * (5 * 1024**2 + 1)), ""):
            assert send(client, petition, upload, language).status_code == 422
        petition.refresh_from_db()
        assert petition.state == State.AWAITING_SIGNATURE
        assert not Signature.objects.exists()

    def test_revoked_is_refused_by_the_list_in_the_folder(self, walk: Walk, court: Trusted) -> None:
        petition, client, signer = walk.submitted(petitioner=PERSON), petitioner(walk), court.signer()
        court.publish(signer)
        answer = send(client, petition, signature_file(document(client, petition), signer))
        assert answer.status_code == 422
        with translation.override("ru"):
            assert answer.context["form"].errors["container"] == [str(WORDS["revoked"])]


@pytest.mark.django_db
class TestDoubt:
    def test_what_cannot_be_told_waits_for_a_clerk_who_may_confirm(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(petitioner=PERSON), petitioner(walk)
        court.publish(days=-1)
        answer = send(client, petition, signature_file(document(client, petition), court.signer()))
        assert answer.status_code == 302
        petition.refresh_from_db()
        assert petition.state == State.AWAITING_SIGNATURE
        assert Signature.objects.get().reason == "stale_revocation"
        event = Event.objects.get(subject=petition.subject, name="petition.signature_in_doubt")
        assert event.body["reason"] == "stale_revocation"
        clerk = Client()
        clerk.force_login(walk.cast.registrar)
        shown = clerk.get(f"/en/intake/{petition.public_id}/").content.decode()
        assert "The list of revoked certificates is out of date." in shown
        confirm = f"/ru/intake/{petition.public_id}/confirm/"
        version = clerk.get(confirm).context["form"]["version"].value()
        assert clerk.post(confirm, {"version": version}).status_code == 302
        petition.refresh_from_db()
        assert petition.state == State.FILED

    def test_another_person_is_refused_even_in_doubt(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(petitioner=PERSON), petitioner(walk)
        court.publish(days=-1)
        signer = court.signer(iin="900101300017")
        assert send(client, petition, signature_file(document(client, petition), signer)).status_code == 422
        assert not Signature.objects.exists()

    def test_only_a_few_wait(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(petitioner=PERSON), petitioner(walk)
        court.publish(days=-1)
        made = signature_file(document(client, petition), court.signer()).read()
        answers = [send(client, petition, SimpleUploadedFile("a.p7s", made)).status_code for _ in range(6)]
        assert answers == [302] * 5 + [422]


@pytest.mark.django_db
class TestThePage:
    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    def test_without_anchors_it_offers_paper(self, walk: Walk, language: str, settings: Any) -> None:
        settings.TRUST_ANCHORS = ""
        petition, client = walk.submitted(petitioner=PERSON), petitioner(walk)
        shown = client.get(address(petition, language=language))
        assert shown.status_code == 200
        assert b'name="container"' not in shown.content
        assert not petition.subject.documents.filter(kind="to_sign").exists()
        sent = client.post(address(petition, "sign/file/"), {"version": 1, "container": SimpleUploadedFile("a", b"0")})
        assert sent.status_code == 302

    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    def test_it_shows_the_digest_of_what_is_signed(self, walk: Walk, court: Trusted, language: str) -> None:
        petition, client = walk.submitted(petitioner=PERSON), petitioner(walk)
        shown = client.get(address(petition, language=language)).content.decode()
        assert hashlib.sha256(document(client, petition)).hexdigest() in shown
        assert 'name="container"' in shown

    def test_nobody_else_signs(self, walk: Walk, court: Trusted) -> None:
        petition = walk.submitted(petitioner=PERSON)
        for key in ("stranger", "registrar", "judge1", "administrator"):
            client = Client()
            client.force_login(getattr(walk.cast, key))
            sent = {"version": petition.version, "container": SimpleUploadedFile("a", b"0")}
            assert client.post(address(petition, "sign/file/"), sent).status_code == 404, key
        assert Client().get(address(petition, "document.pdf")).status_code in {302, 403, 404}

    def test_many_tries_at_one_petition_are_slowed_down(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(petitioner=PERSON), petitioner(walk)
        for _ in range(20):
            send(client, petition, SimpleUploadedFile("a.p7s", b"garbage!"))
        answer = send(client, petition, signature_file(document(client, petition), court.signer()))
        assert answer.status_code == 422
        petition.refresh_from_db()
        assert petition.state == State.AWAITING_SIGNATURE
