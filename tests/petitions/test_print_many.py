"""The papers of many petitions as one PDF: for whoever asked alone, sealed, recorded as read, gone after three days."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone

from courtcase.documents.queries import open_document
from courtcase.notices.models import Job
from courtcase.notices.registry import job_handlers
from courtcase.people.actors import Actor
from courtcase.register.models import Event, RecordedRead
from petitions.intake import bulk
from petitions.intake.operations.assign import assign_petition
from petitions.intake.operations.bulk import PRINT_JOB
from petitions.intake.operations.print_many import forget_prints
from petitions.models import BulkWork
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
