"""Previews: pictures and text made of files, without what a camera noted, the originals unaltered."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from courtcase.documents.models import Document, PreviewState, ScanState
from courtcase.documents.operations import keep_upload, receive_upload, remove_document
from courtcase.documents.pdf import render_pdf
from courtcase.documents.previews import StillScanned, make_previews, previews_of, text_of
from courtcase.documents.queries import is_unaltered, open_document
from courtcase.notices.models import Job
from courtcase.people.actors import Actor
from tests.documents.conftest import stored_files
from tests.documents.files import picture, upload
from tests.documents.pdf_samples import LETTER
from tests.signatures.authority import authority, container, ec_key

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
SYSTEM = Actor.system("tests")
ASTANA = {1: "N", 2: (51.0, 7.0, 40.0), 3: "E", 4: (71.0, 25.0, 30.0)}


def kept(name: str, content: bytes) -> Document:
    received = receive_upload(uploaded=upload(name, content))
    return keep_upload(received=received, subject=None, kind="other", actor=SYSTEM, at=AT, with_preview=True)


def made(document: Document) -> PreviewState | None:
    state = make_previews(document_id=document.pk, actor=SYSTEM, at=AT + timedelta(minutes=1))
    document.refresh_from_db()
    return state


def photograph(*, brightness: int = 220, place: bool = True) -> bytes:
    """Return a photograph of a page with lines of letters, taken lying on its side, with the place where it was taken."""
    page = Image.new("L", (900, 600), brightness)
    letters = Image.new("L", (700, 8), brightness // 4)
    for line in range(60, 540, 30):
        page.paste(letters, (100, line))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right
    if place:
        exif.get_ifd(0x8825).update(ASTANA)
    out = io.BytesIO()
    page.convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_photograph_is_shown_upright_and_without_the_place_it_was_taken_at() -> None:
    content = photograph()
    document = kept("page.jpg", content)
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    assert made(document) == PreviewState.MADE
    (shown,) = previews_of(document)
    picture_shown = Image.open(open_document(shown.stored))
    assert picture_shown.size == (600, 900)
    assert not picture_shown.getexif()
    assert b"Exif" not in open_document(shown.stored).read()
    assert (shown.stored.kind, shown.stored.scan_state, shown.is_last) == ("preview", ScanState.OWN, True)
    assert is_unaltered(document)
    assert open_document(document).read() == content


def test_a_pdf_shows_its_first_pages_and_says_that_there_are_more() -> None:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as many:
        for _page in range(8):
            many.add_blank_page()
        many.save(out)
    document = kept("a.pdf", out.getvalue())
    assert made(document) == PreviewState.MADE
    shown = previews_of(document)
    assert [one.page for one in shown] == [1, 2, 3, 4, 5]
    assert not shown[-1].is_last
    assert all(Image.open(open_document(one.stored)).format == "JPEG" for one in shown)


def test_letters_of_a_pdf_are_drawn() -> None:
    document = kept("letter.pdf", render_pdf("letter", LETTER, "kk"))
    assert made(document) == PreviewState.MADE
    grey = Image.open(open_document(previews_of(document)[0].stored)).convert("L")
    darkest, brightest = grey.getextrema()
    assert int(darkest) < 90  # type: ignore[arg-type]
    assert int(brightest) > 240  # type: ignore[arg-type]


def test_word_becomes_text() -> None:
    written = docx.Document()
    written.add_paragraph("Құрметті Сот! <script>alert(1)</script>")
    table = written.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "күні", "2026"
    out = io.BytesIO()
    written.save(out)
    document = kept("a.docx", out.getvalue())
    assert made(document) == PreviewState.MADE
    (shown,) = previews_of(document)
    assert (shown.stored.content_type, shown.is_picture) == ("text/plain", False)
    assert text_of(shown) == "Құрметті Сот! <script>alert(1)</script>\nкүні | 2026"


def test_of_a_signed_container_the_signed_pdf_is_shown() -> None:
    letter, signer = render_pdf("letter", LETTER, "kk"), authority(ec_key())
    document = kept("a.p7s", container(letter, signer, attached=letter))
    assert document.content_type == "application/pkcs7-mime"
    assert made(document) == PreviewState.MADE
    assert previews_of(document)[0].is_picture
    detached = kept("b.p7s", container(letter, signer))
    assert made(detached) == PreviewState.NONE


def test_what_cannot_be_shown_is_said_and_kept() -> None:
    from tests.documents.files import docx as bare_docx

    document = kept("a.docx", bare_docx())
    assert made(document) == PreviewState.NONE
    assert previews_of(document) == []
    assert is_unaltered(document)


@pytest.mark.parametrize(("brightness", "found"), [(220, ""), (40, "dark")])
def test_too_dark_is_said_at_once_and_stops_nobody(brightness: int, found: str) -> None:
    document = kept("page.jpg", photograph(brightness=brightness))
    assert document.legibility == found


def test_too_pale_is_said_at_once() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), (230, 230, 228)).save(out, "PNG")
    assert kept("page.png", out.getvalue()).legibility == "pale"


def test_they_are_owed_once_and_made_once() -> None:
    document = kept("a.png", picture())
    assert Job.objects.filter(kind="documents.preview", body__document=document.pk).count() == 1
    assert made(document) == PreviewState.MADE
    assert made(document) is None
    assert len(previews_of(document)) == 1


def test_before_the_scan_nobody_opens_the_file(settings: Settings) -> None:
    settings.CLAMD_ADDRESS = "127.0.0.1:9"
    document = kept("a.png", picture())
    with pytest.raises(StillScanned):
        made(document)
    Document.objects.filter(pk=document.pk).update(scan_state=ScanState.INFECTED)
    assert made(document) == PreviewState.NONE


def test_they_go_with_their_document(
    media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    document = kept("a.png", picture())
    made(document)
    assert len(stored_files(media)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=document, actor=SYSTEM, at=AT)
    assert stored_files(media) == []
    assert not Document.objects.exists()
