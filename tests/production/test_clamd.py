"""A real clamd from Debian's package, with one signature of our own: what it says decides what may be opened."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from courtcase.documents.jobs import scan_document
from courtcase.documents.models import Document, ScanState
from courtcase.documents.serving import serve_document
from courtcase.embedded.place import SOCKET_PARENT, server_account
from courtcase.notices.models import Job
from courtcase.operations import OperationError, WrongState
from courtcase.people.actors import Actor
from tests.documents.files import pdf, store_upload
from tests.production.machine import own_folder, program, spawn, stop
from tests.workers import free_port, until

pytestmark = [pytest.mark.django_db, pytest.mark.faults]
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
# The harmless file by which scanners are tried out, in two halves so that ours is not taken for one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CONFIGURATION = """
Foreground yes
DatabaseDirectory {folder}
TCPSocket {port}
TCPAddr 127.0.0.1
LocalSocket {folder}/clamd.sock
StreamMaxLength 30M
"""


class Scanner:
    """A clamd that can be started and stopped."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.folder = folder
        (folder / "own.ndb").write_text(f"Courtcase.Test:0:*:{EICAR.hex()}\n")
        (folder / "clamd.conf").write_text(CONFIGURATION.format(folder=folder, port=self.port))
        for path in folder.iterdir():
            path.chmod(0o644)

    def start(self) -> None:
        """Start and wait until it listens."""
        words = [program("clamd"), "--config-file", str(self.folder / "clamd.conf")]
        self.process = spawn(words, folder=self.folder, log="clamd.log", account=server_account())
        assert until((self.folder / "clamd.sock").exists, seconds=30), (self.folder / "clamd.log").read_text()

    def stop(self) -> None:
        """Stop."""
        stop(self.process, signal.SIGTERM)


@pytest.fixture(scope="module")
def scanner() -> Iterator[Scanner]:
    """A running clamd."""
    with tempfile.TemporaryDirectory(prefix="courtcase-clamd-", dir=SOCKET_PARENT) as parent:
        Path(parent).chmod(0o711)
        running = Scanner(own_folder(Path(parent), "clamd", server_account()))
        running.start()
        yield running
        running.stop()


@pytest.fixture(params=["port", "socket"])
def named(request: pytest.FixtureRequest, scanner: Scanner, settings: Settings, tmp_path: Path) -> Scanner:
    """Name the scanner in the settings, by its port and by its socket."""
    settings.MEDIA_ROOT = tmp_path
    by = {"port": f"127.0.0.1:{scanner.port}", "socket": f"{scanner.folder}/clamd.sock"}
    settings.CLAMD_ADDRESS = by[request.param]
    return scanner


def store(content: bytes) -> Document:
    """Store an upload."""
    uploaded = SimpleUploadedFile("a.pdf", content, "application/pdf")
    return store_upload(uploaded=uploaded, subject=None, kind="attachment", actor=Actor.nobody(), at=AT)


def test_a_clean_file_is_found_clean(named: Scanner) -> None:
    document = store(pdf())
    assert document.scan_state == ScanState.CLEAN
    assert serve_document(document).status_code == 200


def test_an_infected_file_is_refused_and_nothing_is_kept(named: Scanner, tmp_path: Path) -> None:
    with pytest.raises(OperationError) as refused:
        store(pdf() + b"\n% " + EICAR)
    assert refused.value.code == "virus"
    assert not Document.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_while_it_is_away_files_wait_and_are_scanned_when_it_is_back(named: Scanner) -> None:
    named.stop()
    clean = store(pdf())
    infected = store(pdf() + b"\n% " + EICAR)
    assert {clean.scan_state, infected.scan_state} == {ScanState.WAITING}
    with pytest.raises(WrongState):
        serve_document(clean)
    named.start()
    for job in Job.objects.filter(kind="documents.scan"):
        scan_document(job)
    clean.refresh_from_db()
    infected.refresh_from_db()
    assert (clean.scan_state, infected.scan_state) == (ScanState.CLEAN, ScanState.INFECTED)
    with pytest.raises(WrongState):
        serve_document(infected)
