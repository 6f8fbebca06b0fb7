from __future__ import annotations

import io

import pikepdf
import pytest
from django.test import Client

from courtcase.people.actors import Actor
from courtcase.register.sealing import seal
from petitions.filing.operations.attach import attach
from tests.documents.files import picture, upload
from tests.petitions.walk import Walk


@pytest.mark.django_db
class TestPapers:
    def test_a_receipt_is_a_tagged_pdf_in_the_language_of_the_petition(self, walk: Walk) -> None:
        petition = walk.drafted(language="kk")
        writer = Actor.of(walk.cast.petitioner)
        attach(petition=petition, uploaded=upload("a.png", picture()), purpose="other", actor=writer, at=walk.tick())
        petition.refresh_from_db()
        walk.submit(petition)
        registrar = Client()
        registrar.force_login(walk.cast.registrar)
        confirm = f"/ru/intake/{petition.public_id}/confirm/"
        version = registrar.get(confirm).context["form"]["version"].value()
        sent = registrar.post(confirm, {"version": version, "scan": upload("scan.png", picture())})
        assert sent.status_code == 302
        client = Client()
        client.force_login(walk.cast.petitioner)
        answer = client.get(f"/kk/petitions/{petition.public_id}/receipt.pdf")
        assert answer["Cache-Control"] == "private, no-store"
        with pikepdf.open(io.BytesIO(answer.content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang).startswith("kk")

    def test_there_is_no_receipt_before_the_signature(self, walk: Walk) -> None:
        petition = walk.submitted()
        client = Client()
        client.force_login(walk.cast.petitioner)
        assert client.get(f"/ru/petitions/{petition.public_id}/receipt.pdf").status_code == 404
        assert client.get(f"/ru/petitions/{petition.public_id}/receipt.json").status_code == 404

    def test_a_proof_leads_to_the_register_once_it_is_sealed(self, walk: Walk) -> None:
        petition = walk.filed()
        client = Client()
        client.force_login(walk.cast.petitioner)
        address = f"/ru/petitions/{petition.public_id}/receipt.json"
        assert client.get(address).json()["sealed"] is False
        seal(at=walk.tick())
        assert client.get(address).json()["sealed"] is True
