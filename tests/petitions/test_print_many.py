"""The papers of many petitions as one PDF: for whoever asked alone, sealed, recorded as read, gone after three days."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from courtcase.documents import storage
from courtcase.documents.limited.client import TooHeavy
from courtcase.documents.models import Document
from courtcase.documents.queries import open_document
from courtcase.notices.models import Job
from courtcase.notices.registry import job_handlers
from courtcase.people.actors import Actor
from courtcase.register.models import Event, RecordedRead
from petitions.binding import Part, bound_apart
from petitions.filing.operations.attach import attach
from petitions.intake import bulk
from petitions.intake.operations.assign import assign_petition
from petitions.intake.operations.bulk import PRINT_JOB
from petitions.intake.operations.print_many import forget_prints
from petitions.models import Attachment, BulkWork, Petition
from tests.documents.files import pdf, upload
from tests.petitions.test_bulk import begin, chosen, text_of
from tests.petitions.test_receipt import reader
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def make() -> None:
    """Do the job that is owed, as a worker does, twice: the file is made once."""
    job = Job.objects.get(kind=PRINT_JOB)
    job_handlers[job.kind](job)
    job_handlers[job.kind](job)


def test_one_file_holds_the_papers_of_all_but_what_changed(walk: Walk) -> None:
    petitions = [walk.screening() for _number in range(3)]
    client = reader(walk, "clerk")
    address = chosen(client, "print", *petitions)
    assert text_of(client, address).count("in one PDF with contents") == 3
    begin(client, address)
    assert client.post(f"{address}download/").status_code == 409
    head = walk.cast.actor("head_of_intake")
    assign_petition(petition=petitions[2], assignee=walk.cast.head_of_intake, actor=head, at=walk.tick())
    make()
    assert "It changed after you chose it." in text_of(client, address)
    content = client.post(f"{address}download/").getvalue()
    with pikepdf.open(io.BytesIO(content)) as made, made.open_outline() as outline:
        titles = [str(one.title) for one in outline.root]
    assert [one for one in titles if one in {petition.register_number for petition in petitions}] == [
        one.register_number for one in petitions[:2]
    ]
    read = RecordedRead.objects.filter(place="queue.bulk", account=walk.cast.clerk)
    assert {one.subject for one in read} == {one.subject for one in petitions[:2]}
    assert Event.objects.get(name="queue.bulk_taken").body == {"petitions": 2}
    work = BulkWork.objects.get()
    assert work.document is not None
    assert b"%PDF" not in open_document(work.document).read()
    assert reader(walk, "second_clerk").post(f"{address}download/").status_code == 404
    machine = Actor.system("tests")
    assert forget_prints(actor=machine, at=timezone.now()) == 0
    assert forget_prints(actor=machine, at=timezone.now() + timedelta(days=4)) == 1
    assert client.post(f"{address}download/").status_code == 409


def lay(walk: Walk, petition: Petition, name: str, pages: int) -> Attachment:
    """Lay a PDF of so many pages with a petition."""
    owner, file = walk.cast.actor("petitioner"), upload(name, pdf(pages=pages))
    return attach(petition=petition, uploaded=file, purpose="other", actor=owner, at=walk.tick())


def test_one_file_that_cannot_be_read_is_named_and_stops_nothing(walk: Walk) -> None:
    petitions = [walk.screening() for _number in range(2)]
    client = reader(walk, "clerk")
    lost, broken = (lay(walk, petitions[0], name, pages) for pages, name in ((1, "lost.pdf"), (2, "broken.pdf")))
    lay(walk, petitions[1], "whole.pdf", 3)
    address = chosen(client, "print", *petitions)
    begin(client, address)
    Document.objects.filter(pk=lost.document_id).update(storage_key="00/nothing-is-here")
    with default_storage.open(storage.storage_name(broken.document.storage_key), "wb") as file:
        file.write(b"%PDF-1.7 and then nothing that can be read")
    make()
    text = text_of(client, address)
    assert "2 files could not be printed." in text
    assert "Not printed: lost.pdf; broken.pdf" in text
    content = client.post(f"{address}download/").getvalue()
    with pikepdf.open(io.BytesIO(content)) as made, made.open_outline() as outline:
        titles = [str(one.title) for one in outline.root]
    assert [one.partition(": ")[2] for one in titles if ": " in one] == ["lost.pdf", "broken.pdf", "whole.pdf"]
    (kept,) = BulkWork.objects.get().rows.exclude(sealed_unread=None).values_list("sealed_unread", flat=True)
    assert b"lost.pdf" not in bytes(kept or b""), "a file's name is sealed"


def test_a_file_too_heavy_to_be_bound_is_named_and_stops_nothing(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    petition = walk.screening()
    client, heavy = reader(walk, "clerk"), lay(walk, petition, "heavy.pdf", 2)
    lay(walk, petition, "whole.pdf", 3)
    alone: list[str] = []

    def bound(parts: Sequence[Part], **keywords: Any) -> tuple[bytes, list[int]]:
        alone.extend(one.title for one in parts if len(parts) == 1)
        if any(one.document is not None and one.document.pk == heavy.document_id for one in parts):
            raise TooHeavy
        return bound_apart(list(parts), **keywords)

    monkeypatch.setattr("petitions.intake.printing.bound_apart", bound)
    address = chosen(client, "print", petition)
    begin(client, address)
    make()
    assert "Not printed: heavy.pdf" in text_of(client, address)
    assert [one.partition(": ")[2] for one in alone] == ["heavy.pdf", "whole.pdf"], "each file is tried by itself"
    with (
        pikepdf.open(io.BytesIO(client.post(f"{address}download/").getvalue())) as made,
        made.open_outline() as outline,
    ):
        titles = [str(one.title) for one in outline.root]
    assert [one.partition(": ")[2] for one in titles if ": " in one] == ["heavy.pdf", "whole.pdf"]


def test_what_does_not_fit_into_one_file_is_said_beforehand(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_BOUND", 2)
    client = reader(walk, "clerk")
    address = chosen(client, "print", walk.screening(), walk.screening())
    assert text_of(client, address).count("There are too many papers for one file.") == 1


@pytest.fixture
def walk(walk: Walk) -> Walk:
    """Return a walk with the clerks in place."""
    walk.rules()
    _ = walk.cast.clerk, walk.cast.second_clerk, walk.cast.head_of_intake
    return walk
