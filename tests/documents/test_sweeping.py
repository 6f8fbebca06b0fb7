"""The sweeper takes what belongs to nobody, a day later, and nothing else."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from courtcase.documents import storage
from courtcase.documents.models import Document, ScanState
from courtcase.documents.operations import sweep_orphans
from courtcase.notices.models import Job
from courtcase.people.actors import Actor
from tests.documents.conftest import stored_files
from tests.documents.files import pdf, store_upload, upload

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def store(at: datetime) -> Document:
    return store_upload(uploaded=upload("a.pdf", pdf()), subject=None, kind="attachment", actor=SYSTEM, at=at)


def age(path: Path, *, hours: int) -> None:
    moment = (timezone.now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (moment, moment))


def test_old_orphans_and_temporary_files_go(media: Path) -> None:
    kept = store(datetime(2026, 11, 2, tzinfo=UTC))
    orphan = storage.keep(storage.write_temporary([b"orphan"], limit=10).path)
    young = storage.keep(storage.write_temporary([b"young"], limit=10).path)
    old_temporary, young_temporary = (storage.write_temporary([b"half"], limit=10).path for _each in range(2))
    for path in stored_files(media):
        if path.name in {kept.storage_key, orphan, old_temporary.name}:
            age(path, hours=25)
    swept = sweep_orphans(actor=SYSTEM, at=timezone.now())
    assert (swept.orphans, swept.temporary) == (1, 1)
    assert {path.name for path in stored_files(media)} == {kept.storage_key, young, young_temporary.name}
    assert sweep_orphans(actor=SYSTEM, at=timezone.now()).orphans == 0


def test_scans_that_were_given_up_are_asked_for_again() -> None:
    document = store(timezone.now() - timedelta(days=3))
    Document.objects.filter(pk=document.pk).update(scan_state=ScanState.WAITING)
    for _twice in range(2):
        assert sweep_orphans(actor=SYSTEM, at=timezone.now()).rescans == 1
    assert Job.objects.filter(kind="documents.scan").count() == 1


def test_the_command_says_what_it_did(media: Path) -> None:
    out = io.StringIO()
    call_command("sweep_documents", stdout=out, skip_checks=True)
    assert out.getvalue().startswith("0 files without a row")
