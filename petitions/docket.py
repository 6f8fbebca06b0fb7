"""The docket of a case: every paper filed in it, numbered in order without a gap, once for all joined petitions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from courtcase.documents.models import Document
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.models import Answer, Case, DocketEntry, PaperKind, Petition


def file_paper(
    *, case: Case, kind: PaperKind, actor: Actor, at: datetime, is_open: bool = False, **what: Any
) -> DocketEntry:
    """File one paper in a locked case under the next number and record it; return its entry.

    The lock on the case is what keeps the numbers without a gap: two papers at once are filed one after the other, and
    one whose transaction fails takes no number. `what` names the paper: petition, document, study, answer, request,
    sitting. `is_open` lets the participants of the case read it at once.
    """
    last = case.docket.aggregate(last=Max("number"))["last"] or 0
    entry = DocketEntry.objects.create(
        case=case,
        number=last + 1,
        kind=kind,
        filed_at=at,
        filed_by=actor.account,
        opened_at=at if is_open else None,
        **what,
    )
    body = {"number": entry.number, "kind": str(kind), "open": is_open}
    record(subject=case.subject, event="case.paper_filed", actor=actor, at=at, body=body)
    return entry


def file_petition(*, case: Case, petition: Petition, actor: Actor, at: datetime) -> None:
    """File a petition in a locked case: its words, then what lies with it, then the judges' reports."""
    file_paper(case=case, kind=PaperKind.PETITION, petition=petition, actor=actor, at=at)
    for laid in petition.attachments.filter(removed_at=None).select_related("document").order_by("position"):
        file_document(case=case, petition=petition, document=laid.document, actor=actor, at=at)
    for study in petition.studies.exclude(reported_at=None).order_by("reported_at"):
        file_paper(case=case, kind=PaperKind.REPORT, petition=petition, study=study, actor=actor, at=at)


def file_document(*, case: Case, petition: Petition, document: Document, actor: Actor, at: datetime) -> None:
    """File a document of a petition in a locked case."""
    file_paper(case=case, kind=PaperKind.DOCUMENT, petition=petition, document=document, actor=actor, at=at)


def file_ruling(*, case: Case, answer: Answer, actor: Actor, at: datetime) -> None:
    """File a signed ruling in a locked case: once, though it answers every petition joined there. Participants read it."""
    if not case.docket.filter(answer__ruling_uuid=answer.ruling_uuid).exists():
        file_paper(case=case, kind=PaperKind.RULING, answer=answer, is_open=True, actor=actor, at=at)


def papers_of(case: Case) -> QuerySet[DocketEntry]:
    """Return the papers of a case in their order, each with what it is of."""
    related = ("petition", "document", "study__judge", "answer", "request__case__data_key", "sitting", "filed_by")
    return DocketEntry.objects.filter(case=case).select_related(*related).order_by("number")
