"""Large files are answered for at once and opened right after: what is told, and that nothing is filed unopened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courtcase.documents import operations, storage
from courtcase.documents.limited import client as limited
from courtcase.documents.models import PreviewState, ScanState
from courtcase.notices.models import Job
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.filing.operations.attach import attach
from petitions.filing.operations.settle_attachment import SETTLE_JOB, settle_attachment
from petitions.filing.operations.submit_petition import submit_petition
from petitions.jobs import settle_attached_file
from petitions.models import Attachment, Petition
from petitions.workflow import State
from tests.documents.files import pdf, picture, upload
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
LOCKED = pdf(password="x")
SYSTEM = Actor.system(SETTLE_JOB)


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "LARGE_BYTES", 1)


def page(petition: Petition, rest: str = "attachments/") -> str:
    return f"/en/petitions/{petition.public_id}/write/{rest}"


def send(client: Client, petition: Petition, name: str, content: bytes) -> Any:
    return client.post(page(petition), {"purpose": "other", "attachment": upload(name, content)})


def work(petition: Petition) -> None:
    settle_attached_file(Job.objects.get(kind=SETTLE_JOB, subject=petition.subject))


def told(client: Client, petition: Petition) -> dict[str, str]:
    return dict(client.get(page(petition, "attachments/checked/")).json())


def submit(client: Client, petition: Petition) -> Any:
    petition.refresh_from_db()
    return client.post(page(petition, "check/"), {"version": petition.version})


def test_a_good_file_is_laid_at_once_and_opened_after(petitioner: Client, draft: Petition) -> None:
    assert send(petitioner, draft, "scan.pdf", pdf(pages=3)).status_code == 302
    laid = draft.attachments.select_related("document").get()
    assert (laid.document.scan_state, laid.document.pages) == (ScanState.CHECKING, None)
    assert petitioner.get(f"/en/petitions/{draft.public_id}/documents/{laid.pk}/").status_code == 409
    shown = petitioner.get(page(draft)).content.decode()
    assert "A large file is being checked" in shown
    assert "watch.js" in shown
    assert told(petitioner, draft)["state"] == "checking"
    work(draft)
    laid.document.refresh_from_db()
    assert (laid.document.scan_state, laid.document.pages) == (ScanState.OFF, 3)
    assert laid.document.preview_state == PreviewState.OWED
    assert Job.objects.filter(kind=operations.PREVIEW_JOB, subject=draft.subject).count() == 1
    assert told(petitioner, draft) == {
        "state": "over",
        "words": "The check is over: every file can be opened.",
        "next": "",
    }
    assert "watch.js" not in petitioner.get(page(draft)).content.decode()
    work(draft)
    assert settle_attachment(attachment=laid, actor=SYSTEM, at=timezone.now()) is None


def test_one_that_cannot_be_opened_is_taken_out_and_that_is_told(petitioner: Client, draft: Petition) -> None:
    send(petitioner, draft, "scan.pdf", LOCKED)
    work(draft)
    laid = draft.attachments.get()
    assert laid.removed_at is not None
    assert told(petitioner, draft)["words"].startswith("scan.pdf — This PDF is protected with a password.")
    assert "protected with a password" in petitioner.get(page(draft)).content.decode()
    event = Event.objects.get(subject=draft.subject, name="petition.document_removed")
    assert event.body["refused"] == "encrypted"
    assert submit(petitioner, draft).status_code == 302


def test_submitting_does_not_wait_for_the_worker(petitioner: Client, draft: Petition) -> None:
    send(petitioner, draft, "scan.pdf", pdf())
    assert submit(petitioner, draft).status_code == 302
    draft.refresh_from_db()
    assert draft.state != State.DRAFT
    assert draft.attachments.get().document.scan_state == ScanState.OFF


def test_submitting_names_what_cannot_be_opened_once(petitioner: Client, draft: Petition) -> None:
    send(petitioner, draft, "scan.pdf", LOCKED)
    answer = submit(petitioner, draft)
    assert answer.status_code == 422
    assert "scan.pdf — This PDF is protected with a password." in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert submit(petitioner, draft).status_code == 302


def test_nothing_is_filed_while_nothing_can_be_opened(
    petitioner: Client, draft: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_arguments: Any, **_keywords: Any) -> None:
        raise limited.Unreachable("no such process")

    send(petitioner, draft, "scan.pdf", pdf())
    monkeypatch.setattr(limited, "ask", unreachable)
    answer = submit(petitioner, draft)
    assert answer.status_code == 422
    assert "still being checked" in answer.content.decode()
    with pytest.raises(limited.Unreachable):
        work(draft)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert draft.attachments.get().document.scan_state == ScanState.CHECKING


def test_no_road_files_what_was_not_opened(draft: Petition, walk: Walk) -> None:
    writer = Actor.of(walk.cast.petitioner)
    attach(petition=draft, uploaded=upload("a.pdf", pdf()), purpose="other", actor=writer, at=walk.tick())
    with pytest.raises(OperationError) as refused:
        submit_petition(petition=draft, code="A" * 20, actor=writer, at=walk.tick())
    assert refused.value.code == "checking"


@pytest.mark.parametrize("loss", ["cut", "gone"])
def test_bytes_that_a_power_cut_took_are_told(petitioner: Client, draft: Petition, loss: str) -> None:
    send(petitioner, draft, "scan.pdf", pdf())
    key = draft.attachments.get().document.storage_key
    path = Path(storage.open_kept(key).name)
    path.write_bytes(b"") if loss == "cut" else path.unlink()
    work(draft)
    assert "was lost on its way" in told(petitioner, draft)["words"]


@pytest.mark.parametrize(("name", "content"), [("a.pdf", picture()), ("a.exe", b"MZ" + bytes(90)), ("a.pdf", b"")])
def test_what_is_no_file_of_ours_is_told_at_once(
    petitioner: Client, draft: Petition, name: str, content: bytes
) -> None:
    assert send(petitioner, draft, name, content).status_code == 422
    assert not draft.attachments.exists()


def test_a_document_added_to_a_filed_petition_is_opened_at_once(walk: Walk) -> None:
    filed, writer = walk.filed(), Actor.of(walk.cast.petitioner)
    with pytest.raises(OperationError) as refused:
        attach(petition=filed, uploaded=upload("a.pdf", LOCKED), purpose="other", actor=writer, at=walk.tick())
    assert refused.value.code == "encrypted"
    attach(petition=filed, uploaded=upload("a.pdf", pdf()), purpose="other", actor=writer, at=walk.tick())
    assert not Attachment.objects.filter(petition=filed, document__scan_state=ScanState.CHECKING).exists()


def test_the_state_of_the_check_is_for_the_writer_alone(client: Client, walk: Walk, draft: Petition) -> None:
    client.force_login(walk.cast.stranger)
    assert client.get(page(draft, "attachments/checked/")).status_code == 404
    assert client.post(page(draft, "attachments/checked/")).status_code == 405
