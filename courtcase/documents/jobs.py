"""Work of this room that the outbox carries."""

from __future__ import annotations

from django.utils import timezone

from courtcase.documents.models import ScanState
from courtcase.documents.operations import PREVIEW_JOB, SCAN_JOB, scan_waiting, sweep_orphans
from courtcase.documents.previews import make_previews
from courtcase.notices.models import Job
from courtcase.notices.registry import job_handler
from courtcase.notices.schedule import add_daily
from courtcase.people.actors import Actor

SWEEP_JOB = "documents.sweep"


class ScannerSilent(Exception):
    """The scanner did not answer; the job goes back and is tried again."""


@job_handler(SCAN_JOB)
def scan_document(job: Job) -> None:
    """Scan a file that was taken in while the scanner was silent. Raises ScannerSilent to be tried again."""
    answer = scan_waiting(document_id=job.body["document"], actor=Actor.system(SCAN_JOB), at=timezone.now())
    if answer == ScanState.WAITING:
        raise ScannerSilent


@job_handler(PREVIEW_JOB)
def preview_document(job: Job) -> None:
    """Make the previews of a file that was laid with something."""
    make_previews(document_id=job.body["document"], actor=Actor.system(PREVIEW_JOB), at=timezone.now())


@job_handler(SWEEP_JOB)
def sweep_documents(job: Job) -> None:
    """Remove files that belong to no row, and ask again for scans that still wait."""
    sweep_orphans(actor=Actor.system(SWEEP_JOB), at=timezone.now())


add_daily("Remove files that belong to nothing", SWEEP_JOB)
