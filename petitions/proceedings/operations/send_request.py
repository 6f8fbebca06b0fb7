from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courtcase.documents.operations import Received, keep_upload, receive_upload
from courtcase.keys.operations import seal_json
from courtcase.law.queries import term_on
from courtcase.law.receipt import received as counts_as_received
from courtcase.law.terms import due_on
from courtcase.law.time import court_day
from courtcase.notices.operations import owe_notice
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from courtcase.people.queries import accounts_acting_for
from courtcase.register.operations import record
from petitions import access
from petitions.cases import key_of, lock_open_case, seal_words
from petitions.docket import file_paper
from petitions.models import Case, DocketEntry, DueBy, InformationRequest, PaperKind
from petitions.proceedings.docket import ADDRESS_PURPOSE, QUESTION_PURPOSE

TERM = "information"


@operation
def send_request(
    *,
    case: Case,
    body: str,
    question: str,
    language: str,
    actor: Actor,
    at: datetime,
    institution: Institution | None = None,
    email: str = "",
    lines: str = "",
    due: date | None = None,
) -> InformationRequest:
    """Ask a body for information or an opinion: it is told by its account, by e-mail or by post, and the case keeps the paper.

    `due` is the day the judge-rapporteur sets; None counts the law's term. Returns the request.
    Raises OperationError beside `body`, `question`, `email` or `due`; NotAllowed, WrongState once the case is closed.
    """
    locked = lock_open_case(case=case, action="case.prepare", actor=actor, at=at)
    require_words(body=body, question=question)
    if institution is None and not email and not lines.strip():
        raise OperationError(_("Write an e-mail or a postal address, or choose the body's account."), field="email")
    road = "email" if institution is not None or email else "post"
    days = days_of(due=due, road=road, at=at)
    address: dict[str, object] = {"email": email} if email else {"name": body, "lines": lines.splitlines()}
    key = key_of(locked, at=at)
    asked = InformationRequest.objects.create(
        case=locked,
        body=body.strip(),
        institution=institution,
        language=language,
        sealed_address=None if institution else seal_json(key, address, purpose=ADDRESS_PURPOSE),
        sealed_question=seal_words(locked, question.strip(), at=at, purpose=QUESTION_PURPOSE),
        sent_by=actor.signed_in,
        sent_at=at,
        **days,
    )
    file_paper(case=locked, kind=PaperKind.REQUEST, request=asked, actor=actor, at=at)
    facts = {"request": str(asked.public_id), "due_on": asked.due_on.isoformat(), "due_by": str(asked.due_by)}
    record(
        subject=locked.subject,
        event="case.information_requested",
        actor=actor,
        at=at,
        body=facts,
        content=question.encode(),
    )
    tell_body(asked, address=address, at=at)
    return asked


def require_words(*, body: str, question: str) -> None:
    """Raise OperationError unless the body is named and something is asked of it."""
    if not body.strip():
        raise OperationError(_("Name the body."), field="body")
    if len(question.strip()) < 20:
        raise OperationError(_("Write what is asked: at least one sentence."), field="question")


def days_of(*, due: date | None, road: str, at: datetime) -> dict[str, Any]:
    """Return until when an answer is asked, and by what: the day that was set, or the law's term counted from its receipt.

    When a request by `road` counts as received, a rule of ours says; where none does, it counts from today.
    Raises OperationError beside `due` where that day is not ahead.
    """
    day = court_day(at)
    if due is not None:
        if due <= day:
            raise OperationError(_("The day of the answer lies in the past."), field="due")
        return {"due_on": due, "due_by": DueBy.RAPPORTEUR}
    term = term_on(TERM, day)
    came = counts_as_received(road, day)
    counted = due_on(term, came.day if came else day)
    reasons = [reason.as_json() for reason in (*([came.reason()] if came else []), *counted.reasons)]
    return {"due_on": counted.day, "due_by": DueBy.LAW, "term": term, "reasons": reasons}


def tell_body(asked: InformationRequest, *, address: dict[str, object], at: datetime) -> None:
    """Owe the body the letter: everybody who acts for it by account, or the address that was written."""
    told = {
        "subject": asked.case.subject,
        "event": "case.information_requested",
        "channel": "email" if asked.institution or "email" in address else "post",
        "language": asked.language,
        "context": {"request": str(asked.public_id)},
        "not_before": at,
        "key": str(asked.public_id),
    }
    if asked.institution is None:
        owe_notice(**told, address=address, data_key=asked.case.data_key)  # type: ignore[arg-type]
        return
    for account in accounts_acting_for(asked.institution.pk, at):
        if account.email:
            owe_notice(**told, recipient=account)  # type: ignore[arg-type]


def record_answer(
    *, request: InformationRequest, uploaded: UploadedFile, day: date, actor: Actor, at: datetime
) -> DocketEntry:
    """File the answer of a body that came on the legal day `day`; what comes later is filed after it.

    The file is examined and scanned before anything is locked, and not for somebody who may file nothing here.
    Returns its place in the docket. Raises OperationError beside `attachment` or `day`, NotAllowed, WrongState.
    """
    if not access.cases_for(actor, "case.prepare", at).filter(pk=request.case_id).exists():
        raise NotAllowed()
    return file_answer(request=request, received=receive_upload(uploaded=uploaded), day=day, actor=actor, at=at)


@operation
def file_answer(
    *, request: InformationRequest, received: Received, day: date, actor: Actor, at: datetime
) -> DocketEntry:
    """File a received answer; everything is asked again, now that the case is locked."""
    case = lock_open_case(case=request.case, action="case.prepare", actor=actor, at=at)
    asked = InformationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if day > court_day(at) or day < court_day(asked.sent_at):
        raise OperationError(_("The answer came between the request and today."), field="day")
    if case.docket.filter(request=asked, document__sha256=received.written.sha256).exists():
        raise WrongState(_("This very file was already filed as an answer."))
    document = keep_upload(received=received, subject=case.subject, kind="answer", actor=actor, at=at)
    if asked.answered_on is None:
        asked.answered_on = day
        asked.save(update_fields=["answered_on"])
    entry = file_paper(case=case, kind=PaperKind.ANSWER, request=asked, document=document, actor=actor, at=at)
    facts = {
        "request": str(asked.public_id),
        "day": day.isoformat(),
        "in_time": day <= asked.due_on,
        "sha256": document.sha256,
    }
    record(subject=case.subject, event="case.information_answered", actor=actor, at=at, body=facts)
    return entry
