"""The receipt of a filed petition: on a page, as a PDF that carries its proof, in a letter, and checked without us."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from courtcase.people.actors import Actor
from courtcase.register import verify_receipt
from courtcase.register.operations import publish_root
from petitions.filing.operations.attach import attach
from petitions.intake.operations.confirm_signature import confirm_signature
from petitions.intake.operations.register_petition import register_petition
from petitions.models import Petition
from tests.documents.files import picture, upload
from tests.petitions.walk import Walk

SCRIPT = Path(verify_receipt.__file__)


def reader(walk: Walk, member: str = "petitioner") -> Client:
    """Return a browser of a member of the cast."""
    client = Client()
    client.force_login(getattr(walk.cast, member))
    return client


def with_a_file(walk: Walk, drawn: bytes | None = None) -> Petition:
    """Return a registered petition with one file."""
    petition = walk.drafted()
    writer = Actor.of(walk.cast.petitioner)
    attach(
        petition=petition, uploaded=upload("a.png", drawn or picture()), purpose="other", actor=writer, at=walk.tick()
    )
    petition.refresh_from_db()
    walk.submit(petition)
    filed = confirm_signature(petition=petition, actor=Actor.of(walk.cast.registrar), at=walk.tick())
    return register_petition(petition=filed, actor=Actor.of(walk.cast.clerk), at=walk.tick())


def says(folder: Path, receipt: bytes, roots: Any, *more: object) -> tuple[int, str]:
    """Run the script on a receipt as it was downloaded."""
    (folder / "receipt").write_bytes(receipt)
    (folder / "roots.json").write_text(json.dumps(roots))
    command = [sys.executable, "-I", str(SCRIPT), str(folder / "receipt"), "--roots", str(folder / "roots.json")]
    done = subprocess.run([*command, *map(str, more)], capture_output=True, encoding="utf-8", timeout=30, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.django_db
class TestReceipts:
    def test_the_pdf_proves_everything_without_us_once_a_root_is_published(self, walk: Walk, tmp_path: Path) -> None:
        drawn = picture()
        petition = with_a_file(walk, drawn)
        client = reader(walk)
        own = f"/ru/petitions/{petition.public_id}"
        assert says(tmp_path, client.get(f"{own}/receipt.pdf").content, {"roots": []})[0] == 3
        publish_root(day=date(2026, 9, 1), at=walk.tick())
        roots = client.get("/register/roots.json").json()
        words, file = tmp_path / "petition.json", tmp_path / "a.png"
        words.write_bytes(client.get(f"{own}/petition.json").content)
        file.write_bytes(drawn)
        compared = ("--words", words, "--file", file)
        for name in ("receipt.pdf", "receipt.json"):
            receipt = client.get(f"{own}/{name}").content
            code, said = says(tmp_path, receipt, roots, *compared)
            assert code == 0, said
            for event in ("petition.filed", "petition.submitted", "petition.document_added", "petition.registered"):
                assert event in said
        words.write_bytes(words.read_bytes().replace(b"counsel", b"council"))
        code, said = says(tmp_path, receipt, roots, *compared)
        assert (code, "are not those the receipt names" in said) == (1, True)

    def test_a_file_slipped_into_the_list_is_found(self, walk: Walk) -> None:
        petition = with_a_file(walk)
        publish_root(day=date(2026, 9, 1), at=walk.tick())
        client = reader(walk)
        receipt = client.get(f"/ru/petitions/{petition.public_id}/receipt.json").json()
        roots = verify_receipt.roots_in(client.get("/register/roots.json").content)
        assert verify_receipt.worst(verify_receipt.judge(receipt, roots)) == 0
        receipt["contents"].append({"kind": "file", "name": "b.png", "sha256": "ab" * 32})
        assert verify_receipt.worst(verify_receipt.judge(receipt, roots)) == 1

    def test_the_page_says_number_time_contents_and_what_is_next_with_days(self, walk: Walk) -> None:
        petition = with_a_file(walk)
        answer = reader(walk).get(f"/en/petitions/{petition.public_id}/receipt/")
        said = answer.content.decode()
        assert petition.register_number is not None
        for words in (
            petition.register_number,
            "01.09.2026, 14:0",
            "a.png",
            "by 16 September 2026",
            "Verify a receipt",
        ):
            assert words in said
        assert answer.context["reference"].replace("-", "") == petition.public_id.hex[:12].upper()

    def test_before_it_is_registered_a_reference_stands_for_the_number(self, walk: Walk) -> None:
        petition = walk.filed()
        said = reader(walk).get(f"/en/petitions/{petition.public_id}/receipt/").content.decode()
        assert "given when the Court registers it" in said
        assert "15 calendar days, counted from: registration of the petition" in said
        assert "the law sets no such term" in said

    def test_the_letter_of_filing_is_the_receipt_too(self, walk: Walk) -> None:
        petition = walk.filed(language="kk")
        notice = Notice.objects.get(subject=petition.subject, event="petition.filed", channel="email")
        text = render(notice).body
        digest = petition.versions.get().digest
        assert digest is not None
        for words in (bytes(digest).hex(), "Астана уақыты", "/kk/register/verify/"):
            assert words in text

    @pytest.mark.parametrize("name", ["receipt/", "receipt.pdf", "receipt.json"])
    def test_there_is_none_before_filing_and_none_for_strangers(self, walk: Walk, name: str) -> None:
        unsigned, filed = walk.submitted(), walk.filed()
        assert reader(walk).get(f"/ru/petitions/{unsigned.public_id}/{name}").status_code == 404
        assert reader(walk, "stranger").get(f"/ru/petitions/{filed.public_id}/{name}").status_code == 404
        assert reader(walk).post(f"/ru/petitions/{filed.public_id}/{name}").status_code == 405

    def test_words_opened_by_the_court_are_recorded(self, walk: Walk) -> None:
        petition = walk.filed()
        clerk = reader(walk, "clerk")
        assert clerk.get(f"/ru/petitions/{petition.public_id}/petition.json").status_code == 200
        assert petition.subject.reads.filter(account=walk.cast.clerk, place="petition.read").count() == 1
        assert reader(walk).get(f"/ru/petitions/{petition.public_id}/petition.json").status_code == 200
        assert petition.subject.reads.count() == 1
