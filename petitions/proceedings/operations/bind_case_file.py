from __future__ import annotations

from datetime import datetime

from django.utils.translation import override

from courtcase.documents.operations import store_generated
from courtcase.notices.operations import owe_job
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.binding import bound
from petitions.cases import lock_case
from petitions.models import Case, CaseFile
from petitions.proceedings.binding import contents_of, parts_of

FILE_JOB = "petitions.case_file"


@operation
def ask_case_file(*, case: Case, language: str, actor: Actor, at: datetime) -> CaseFile:
    """Owe the file of a case, as its docket stands, as one PDF; the one that holds the same papers is returned as it is.

    Raises NotAllowed.
    """
    if not access.cases_for(actor, "case.take_file", at).filter(pk=case.pk).exists():
        raise NotAllowed()
    locked = lock_case(case)
    papers = locked.docket.count()
    known = locked.files.filter(papers=papers).order_by("-pk").first()
    if known is not None:
        return known
    asked = CaseFile.objects.create(case=locked, papers=papers, asked_by=actor.signed_in, asked_at=at)
    body = {"papers": papers}
    record(subject=locked.subject, event="case.file_asked", actor=actor, at=at, body=body)
    work = {"file": asked.pk, "language": language}
    owe_job(kind=FILE_JOB, subject=locked.subject, key=f"{FILE_JOB}:{asked.public_id}", body=work)
    return asked


@operation
def make_case_file(*, file_id: int, actor: Actor, at: datetime, language: str = "ru") -> CaseFile | None:
    """Make the PDF that is owed; one already made, or gone, is let be. Raises client errors where it cannot be bound now."""
    found = CaseFile.objects.select_for_update(of=("self",)).select_related("case__data_key", "case__subject")
    asked = found.filter(pk=file_id).first()
    if asked is None or asked.document is not None:
        return asked
    with override(language):
        parts = parts_of(asked.case, upto=asked.papers)
        contents = contents_of(asked.case, parts)
    content, pages = bound([contents, *parts], title=asked.case.number)
    asked.document = store_generated(
        content=content,
        filename=f"case-{asked.public_id.hex[:8]}.pdf",
        content_type="application/pdf",
        subject=asked.case.subject,
        kind="case_file",
        actor=actor,
        at=at,
    )
    asked.pages, asked.made_at = pages, at
    asked.save(update_fields=["document", "pages", "made_at"])
    return asked
