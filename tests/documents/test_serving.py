"""Giving a file to a browser."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from courtcase.documents.models import Document
from courtcase.documents.serving import content_disposition, serve_document
from courtcase.operations import WrongState
from courtcase.people.actors import Actor
from tests.documents.conftest import stored_files
from tests.documents.files import docx, pdf, store_upload, upload

pytestmark = pytest.mark.django_db


def store(name: str, content: bytes) -> Document:
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    return store_upload(uploaded=upload(name, content), subject=None, kind="attachment", actor=Actor.nobody(), at=at)


def test_the_bytes_come_with_safe_headers() -> None:
    content = pdf()  # made a second later it has another id
    response = serve_document(store("Айгерім.pdf", content))
    assert b"".join(response.streaming_content) == content  # type: ignore[arg-type]
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert int(response["Content-Length"]) == len(pdf())


def test_the_plain_name_names_nobody() -> None:
    document = store("Aigerim Seitkyzy.pdf", pdf())
    header = content_disposition(document)
    plain, _star, encoded = header.partition("filename*=")
    assert "Aigerim" not in plain
    assert encoded == "UTF-8''Aigerim%20Seitkyzy.pdf"
    assert header.startswith('attachment; filename="document-')


def test_kazakh_names_are_percent_encoded() -> None:
    header = content_disposition(store("Үкім № 1.pdf", pdf()))
    assert header.isascii()
    assert "%D2%AE" in header


@pytest.mark.parametrize(("name", "content", "word"), [("a.pdf", pdf(), "inline"), ("a.docx", docx(), "attachment")])
def test_only_what_a_browser_shows_safely_is_inline(name: str, content: bytes, word: str) -> None:
    response = serve_document(store(name, content), as_attachment=False)
    assert response["Content-Disposition"].startswith(word)
    response.close()


def test_lost_bytes_are_said_plainly(media: Path) -> None:
    document = store("a.pdf", pdf())
    stored_files(media)[0].unlink()
    with pytest.raises(WrongState) as refused:
        serve_document(document)
    assert refused.value.code == "not_readable"
