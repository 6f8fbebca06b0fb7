"""Files of drafts nobody waits for any more: a check that was given up ends, and what was taken out leaves no bytes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from courtcase.doctor.checks import work
from courtcase.documents import operations, storage
from courtcase.documents.models import Document, ScanState
from courtcase.notices.models import Job
from courtcase.people.actors import Actor
from courtcase.register.models import Event, LegalHold
from petitions.filing.operations.attach import attach, detach
from petitions.filing.operations.settle_attachment import SETTLE_JOB
from petitions.filing.operations.submit_petition import submit_petition
from petitions.filing.operations.sweep_files import erase_taken_out
from petitions.jobs import give_up_on_files
from petitions.models import Attachment, Petition
from tests.documents.files import pdf, upload
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("petitions.erase_taken_out")
DAY = timedelta(days=1, hours=1)


def lay(draft: Petition, walk: Walk, *, pages: int = 1) -> Attachment:
    writer = Actor.of(walk.cast.petitioner)
    file = upload("scan.pdf", pdf(pages=pages))
    return attach(petition=draft, uploaded=file, purpose="other", actor=writer, at=timezone.now())


def take_out(draft: Petition, laid: Attachment, walk: Walk) -> None:
    detach(petition=draft, attachment=laid, actor=Actor.of(walk.cast.petitioner), at=timezone.now())


class TestAGivenUpCheck:
    @pytest.fixture
    def laid(self, draft: Petition, walk: Walk, monkeypatch: pytest.MonkeyPatch) -> Attachment:
        monkeypatch.setattr(operations, "LARGE_BYTES", 1)
        monkeypatch.setattr("petitions.filing.operations.attach.LARGE_BYTES", 1)
        return lay(draft, walk)

    def page(self, client: Client, draft: Petition) -> str:
        return client.get(f"/en/petitions/{draft.public_id}/write/attachments/").content.decode()

    def test_ends_with_what_to_do_and_the_administrator_sees_it(
        self, laid: Attachment, draft: Petition, petitioner: Client
    ) -> None:
        give_up_on_files()
        laid.document.refresh_from_db()
        assert laid.document.scan_state == ScanState.CHECKING  # it is still tried
        Job.objects.filter(kind=SETTLE_JOB).update(state=Job.State.FAILED)
        give_up_on_files()
        laid.refresh_from_db()
        assert laid.removed_at is not None
        shown = self.page(petitioner, draft)
        assert "scan.pdf — This file could not be checked, through a failure of ours. Please choose it again" in shown
        assert "is being checked" not in shown
        event = Event.objects.get(subject=draft.subject, name="petition.document_removed")
        assert event.body["refused"] == "not_checked"
        assert "Jobs given up: 1" in str(work.jobs().what)
        give_up_on_files()
        assert Event.objects.filter(subject=draft.subject, name="petition.document_removed").count() == 1

    def test_whoever_comes_back_late_is_still_told(self, laid: Attachment, draft: Petition, petitioner: Client) -> None:
        Job.objects.filter(kind=SETTLE_JOB).update(state=Job.State.FAILED)
        give_up_on_files()
        for days, told in ((20, True), (31, False)):
            back = timezone.now() - timedelta(days=days)
            Attachment.objects.filter(pk=laid.pk).update(removed_at=back)
            Document.objects.filter(pk=laid.document_id).update(scanned_at=back)
            assert erase_taken_out(actor=SYSTEM, at=timezone.now()) == (not told)
            assert ("could not be checked" in self.page(petitioner, draft)) is told


class TestWhatWasTakenOut:
    def test_is_erased_a_day_later_with_its_bytes(
        self, draft: Petition, walk: Walk, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        first, kept = lay(draft, walk), lay(draft, walk, pages=2)
        key, other = first.document.storage_key, kept.document.storage_key
        take_out(draft, first, walk)
        assert erase_taken_out(actor=SYSTEM, at=timezone.now()) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert erase_taken_out(actor=SYSTEM, at=timezone.now() + DAY) == 1
        assert not storage.is_kept(key)
        assert storage.is_kept(other)
        assert list(draft.attachments.values_list("pk", flat=True)) == [kept.pk]
        assert not Document.objects.filter(storage_key=key).exists()
        assert Event.objects.filter(subject=draft.subject, name="petition.document_removed").exists()
        assert erase_taken_out(actor=SYSTEM, at=timezone.now() + DAY) == 0
        assert lay(draft, walk, pages=3).position > kept.position

    def test_stays_under_a_legal_hold(self, draft: Petition, walk: Walk) -> None:
        take_out(draft, lay(draft, walk), walk)
        LegalHold.objects.create(subject=draft.subject, reason="An order", placed_at=timezone.now())
        assert erase_taken_out(actor=SYSTEM, at=timezone.now() + DAY) == 0
        assert draft.attachments.count() == 1

    def test_what_was_filed_is_not_touched(self, draft: Petition, walk: Walk) -> None:
        gone, kept = lay(draft, walk), lay(draft, walk, pages=2)
        take_out(draft, gone, walk)
        writer: Any = Actor.of(walk.cast.petitioner)
        submit_petition(petition=draft, code="A" * 20, actor=writer, at=timezone.now())
        assert erase_taken_out(actor=SYSTEM, at=timezone.now() + DAY) == 1
        assert list(draft.attachments.values_list("pk", flat=True)) == [kept.pk]
