"""Taking files in: what is kept, what is refused with which words, and that nothing is left behind."""

from __future__ import annotations

import errno
import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from courtcase.documents import storage
from courtcase.documents.models import Document, ScanState
from courtcase.documents.operations import keep_upload, receive_upload, remove_document, store_generated, sweep_orphans
from courtcase.documents.queries import document_facts, is_unaltered, open_document
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.register.models import Subject
from tests.documents.conftest import stored_files
from tests.documents.files import archive, docx, pdf, picture, store_upload, upload

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
NOBODY = Actor.nobody()


def store(name: str, content: bytes) -> Document:
    return store_upload(uploaded=upload(name, content), subject=None, kind="attachment", actor=NOBODY, at=AT)


@pytest.mark.parametrize(
    ("name", "content", "content_type", "pages"),
    [
        ("Шағым.pdf", pdf(pages=3), "application/pdf", 3),
        ("scan.PNG", picture("PNG"), "image/png", None),
        ("scan.jpeg", picture("JPEG"), "image/jpeg", None),
        ("text.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", None),
    ],
)
def test_good_files_are_kept(name: str, content: bytes, content_type: str, pages: int | None, media: Path) -> None:
    document = store(name, content)
    assert (document.filename, document.content_type, document.pages) == (name, content_type, pages)
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document_facts(document) == {"digest": document.sha256, "size": len(content)}
    assert open_document(document).read() == content
    assert document.scan_state == ScanState.OFF
    assert [path.name for path in stored_files(media)] == [document.storage_key]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", pdf(password="secret"), "encrypted"),
        ("a.pdf", pdf(pages=4)[:-400], "damaged"),
        ("a.pdf", b"%PDF-1.7\nnothing else %%EOF", "damaged"),
        ("a.png", picture("PNG")[:-300], "damaged"),
        ("a.jpg", picture("JPEG", size=(400, 300))[:4_000], "damaged"),
        ("a.docx", docx()[:-60], "damaged"),
        ("a.docx", docx({"word/vbaProject.bin": b"x"}), "macros"),
        ("a.docx", docx(types="<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"), "macros"),
        ("a.docx", docx({"word/media/bomb": bytes(9_000_000)}), "bomb"),
        ("a.docx", archive(["one.txt", "two.txt"]), "archive"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        ("a.jpg", b"\x00\x00\x00\x18ftypheic" + bytes(600), "kind"),
        ("a.rar", b"Rar!\x1a\x07\x00" + bytes(600), "archive"),
        ("a.odt", archive(["mimetype", "META-INF/manifest.xml", "content.xml"]), "kind"),
        ("a.xlsx", archive(["[Content_Types].xml", "xl/workbook.xml"]), "kind"),
        ("a.p7s", b"\x30\x82\x04\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + bytes(90), "damaged"),
        ("a.exe", b"MZ" + bytes(600), "kind"),
        ("a.txt", b"plain text", "kind"),
        ("a.pdf", picture("PNG"), "ending_disagrees"),
        ("a.png", pdf(), "ending_disagrees"),
        ("gpj.\u202eexe", pdf(), "ending_disagrees"),
    ],
)
def test_bad_files_are_refused_beside_the_field(name: str, content: bytes, code: str, media: Path) -> None:
    with pytest.raises(OperationError) as refused:
        store(name, content)
    assert (refused.value.code, refused.value.field) == (code, "attachment")
    assert str(refused.value.message).endswith(".")
    assert stored_files(media) == []
    assert not Document.objects.exists()


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    out = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(out, "PNG")
    with pytest.raises(OperationError) as refused:
        store("a.png", out.getvalue())
    assert refused.value.code == "pixels"


def test_a_file_over_the_limit_is_refused(settings: Settings, media: Path) -> None:
    settings.UPLOAD_LIMIT_BYTES = 100
    with pytest.raises(OperationError) as refused:
        store("a.pdf", pdf())
    assert refused.value.code == "too_large"
    assert stored_files(media) == []


def test_a_full_disk_is_said_plainly_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch, media: Path) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("courtcase.documents.storage.os.fsync", full)
    with pytest.raises(OperationError) as refused:
        store("a.pdf", pdf())
    assert refused.value.code == "not_kept"
    assert stored_files(media) == []


def test_the_same_content_twice_lies_under_two_keys() -> None:
    content = pdf()
    first, second = store("a.pdf", content), store("a.pdf", content)
    assert first.sha256 == second.sha256
    assert first.storage_key != second.storage_key


def test_what_the_system_wrote_is_kept_unscanned() -> None:
    subject = Subject.objects.create(kind="petition")
    document = store_generated(
        content=pdf(),
        filename="Receipt.pdf",
        content_type="application/pdf",
        subject=subject,
        kind="receipt",
        actor=Actor.system("receipt"),
        at=AT,
    )
    assert document.is_readable
    assert document.scan_state == ScanState.OWN
    assert document.subject == subject


def test_an_altered_file_is_noticed(media: Path) -> None:
    document = store("a.pdf", pdf())
    assert is_unaltered(document)
    stored_files(media)[0].write_bytes(b"other")
    assert not is_unaltered(document)


def test_removing_takes_row_and_bytes(
    media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    document = store("a.pdf", pdf())
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=document, actor=NOBODY, at=AT)
    assert stored_files(media) == []
    assert not Document.objects.exists()


def test_keys_are_not_guessable_from_content() -> None:
    assert store("a.pdf", pdf()).storage_key not in storage.storage_name(hashlib.sha256(pdf()).hexdigest())


def test_a_transaction_run_again_keeps_the_same_bytes(media: Path) -> None:
    received = receive_upload(uploaded=upload("a.png", picture()))
    for fails in (True, False):
        with transaction.atomic():
            document = keep_upload(received=received, subject=None, kind="attachment", actor=NOBODY, at=AT)
            transaction.set_rollback(fails)
    assert document.storage_key == received.key
    assert len(stored_files(media)) == 1
    assert Document.objects.get() == document


def test_an_aborted_transaction_leaves_an_orphan_that_the_sweeper_takes(media: Path) -> None:
    received = receive_upload(uploaded=upload("a.png", picture()))
    with transaction.atomic():
        keep_upload(received=received, subject=None, kind="attachment", actor=NOBODY, at=AT)
        transaction.set_rollback(True)
    assert not Document.objects.exists()
    assert len(stored_files(media)) == 1
    swept = sweep_orphans(actor=NOBODY, at=timezone.now() + timedelta(days=2))
    assert (swept.orphans, stored_files(media)) == (1, [])
