"""The virus scanner: clean, infected, silent, and back again. It fails closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import clamd
import pytest
from pytest_django import Settings

from courtcase.documents.jobs import ScannerSilent, scan_document
from courtcase.documents.models import Document, ScanState
from courtcase.documents.scanning import scanner as scanner_at
from courtcase.documents.serving import serve_document
from courtcase.notices.models import Job
from courtcase.operations import OperationError, WrongState
from courtcase.people.actors import Actor
from tests.documents.conftest import stored_files
from tests.documents.files import pdf, store_upload, upload

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


class FakeScanner:
    """Answers as clamd does."""

    def __init__(self, answer: Callable[[], Any]) -> None:
        self.answer = answer

    def instream(self, file: IO[bytes]) -> Any:
        assert file.read(5) == b"%PDF-"
        return self.answer()


def silent() -> Any:
    raise clamd.ConnectionError("refused")


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Callable[[Callable[[], Any]], None]:
    settings.CLAMD_ADDRESS = "scanner:3310"

    def answers(answer: Callable[[], Any]) -> None:
        monkeypatch.setattr("courtcase.documents.scanning.scanner", lambda address: FakeScanner(answer))

    return answers


def store() -> Document:
    return store_upload(uploaded=upload("a.pdf", pdf()), subject=None, kind="attachment", actor=Actor.nobody(), at=AT)


def test_clean(scanner: Callable) -> None:
    scanner(lambda: {"stream": ("OK", None)})
    document = store()
    assert (document.scan_state, document.scanned_at) == (ScanState.CLEAN, AT)
    assert not Job.objects.exists()


def test_infected_is_refused_and_nothing_kept(scanner: Callable, media: Path) -> None:
    scanner(lambda: {"stream": ("FOUND", "Eicar")})
    with pytest.raises(OperationError) as refused:
        store()
    assert refused.value.code == "virus"
    assert stored_files(media) == []


@pytest.mark.parametrize(
    "answer",
    [silent, lambda: None, lambda: {"stream": ("ERROR", "limit")}, lambda: {}],
    ids=["down", "none", "error", "empty"],
)
def test_a_silent_scanner_makes_the_file_wait(scanner: Callable, answer: Callable[[], Any]) -> None:
    scanner(answer)
    document = store()
    assert document.scan_state == ScanState.WAITING
    with pytest.raises(WrongState):
        serve_document(document)
    job = Job.objects.get()
    assert job.kind == "documents.scan"
    assert "a.pdf" not in str(job.body)
    with pytest.raises(ScannerSilent):
        scan_document(job)


@pytest.mark.parametrize(
    ("verdict", "state", "readable"), [("OK", ScanState.CLEAN, True), ("FOUND", ScanState.INFECTED, False)]
)
def test_the_job_brings_the_answer_later(scanner: Callable, verdict: str, state: str, readable: bool) -> None:
    scanner(silent)
    document = store()
    scanner(lambda: {"stream": (verdict, None)})
    job = Job.objects.get()
    scan_document(job)
    scan_document(job)
    document.refresh_from_db()
    assert document.scan_state == state
    assert document.is_readable is readable
    if not readable:
        with pytest.raises(WrongState):
            serve_document(document)


def test_a_job_for_a_removed_file_is_done(scanner: Callable) -> None:
    scanner(silent)
    document = store()
    document.delete()
    scan_document(Job.objects.get())


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/run/clamd.sock", clamd.ClamdUnixSocket),
        ("scanner", clamd.ClamdNetworkSocket),
        ("h:1", clamd.ClamdNetworkSocket),
    ],
)
def test_addresses(address: str, kind: type) -> None:
    assert type(scanner_at(address)) is kind


def test_a_real_refused_connection_is_silence(settings: Settings) -> None:
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    assert store().scan_state == ScanState.WAITING
