"""The page that shows a file of a petition without opening it: who sees it, what it says, what its pictures are sent with."""

from __future__ import annotations

import pytest
from django.test import Client

from courtcase.documents.models import Document, ScanState
from courtcase.documents.previews import make_previews
from courtcase.people.actors import Actor
from courtcase.register.models import RecordedRead
from petitions.filing.operations.attach import attach
from petitions.models import Attachment, Petition
from tests.documents.files import docx, picture, upload
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def laid(walk: Walk, petition: Petition, name: str = "a.png", content: bytes | None = None) -> Attachment:
    uploaded = upload(name, content or picture())
    actor = Actor.of(walk.cast.petitioner)
    return attach(petition=petition, uploaded=uploaded, purpose="other", actor=actor, at=walk.tick())


def made(walk: Walk, attachment: Attachment) -> Attachment:
    make_previews(document_id=attachment.document_id, actor=Actor.system("tests"), at=walk.tick())
    return attachment


def address(attachment: Attachment, rest: str = "") -> str:
    return f"/en/petitions/{attachment.petition.public_id}/documents/{attachment.pk}/preview/{rest}"


def test_its_petitioner_sees_the_pages(client: Client, walk: Walk) -> None:
    attachment = made(walk, laid(walk, walk.drafted()))
    client.force_login(walk.cast.petitioner)
    shown = client.get(address(attachment))
    assert address(attachment, "1/") in shown.content.decode()
    sent = client.get(address(attachment, "1/"))
    assert sent["Content-Type"] == "image/jpeg"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in sent["Content-Security-Policy"]
    assert sent["Cache-Control"] == "private, no-store"
    assert client.get(address(attachment, "2/")).status_code == 404
    assert client.post(address(attachment)).status_code == 405


def test_a_stranger_sees_neither(client: Client, walk: Walk) -> None:
    attachment = made(walk, laid(walk, walk.drafted()))
    client.force_login(walk.cast.stranger)
    assert client.get(address(attachment)).status_code == 404
    assert client.get(address(attachment, "1/")).status_code == 404


def test_a_clerk_sees_it_once_it_is_filed_and_that_is_recorded(client: Client, walk: Walk) -> None:
    petition = walk.filed()
    attachment = made(walk, laid(walk, petition))
    client.force_login(walk.cast.clerk)
    assert client.get(address(attachment)).status_code == 200
    assert RecordedRead.objects.filter(subject=petition.subject).exists()
    page = client.get(f"/en/intake/{petition.public_id}/").content.decode()
    assert address(attachment) in page


def test_a_clerk_who_asks_for_a_picture_alone_is_recorded_once_a_look(client: Client, walk: Walk) -> None:
    petition = walk.filed()
    attachment = made(walk, laid(walk, petition))
    client.force_login(walk.cast.clerk)
    assert [client.get(address(attachment, "1/")).status_code for _time in range(2)] == [200, 200]
    assert RecordedRead.objects.filter(subject=petition.subject, account=walk.cast.clerk).count() == 1


def test_it_says_what_it_waits_for_or_why_there_is_nothing(client: Client, walk: Walk) -> None:
    client.force_login(walk.cast.petitioner)
    attachment = laid(walk, walk.drafted(), "a.docx", docx())
    assert "The preview is being made." in client.get(address(attachment)).content.decode()
    made(walk, attachment)
    assert "No preview can be made of this file." in client.get(address(attachment)).content.decode()
    Document.objects.filter(pk=attachment.document_id).update(scan_state=ScanState.INFECTED)
    assert "A virus was found." in client.get(address(attachment)).content.decode()


def test_text_of_a_file_is_text(client: Client, walk: Walk) -> None:
    import io

    import docx as word

    written = word.Document()
    written.add_paragraph("<script>alert(1)</script>")
    out = io.BytesIO()
    written.save(out)
    attachment = made(walk, laid(walk, walk.drafted(), "a.docx", out.getvalue()))
    client.force_login(walk.cast.petitioner)
    page = client.get(address(attachment)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert client.get(address(attachment, "1/")).status_code == 404
