"""A body without an account answers on paper what was forwarded to it; a clerk enters the answer with the scan."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courtcase.documents.operations import Received, receive_upload
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.intake.operations.answer_forwarding import checked_answer, note_answer, waiting_forwarding
from petitions.intake.operations.attach_paper import ACTION, keep_scan
from petitions.intake.operations.register_paper import register_paper
from petitions.intake.paper_days import PaperDays, checked_days, counted
from petitions.models import Forwarding, IncomingKind, IncomingPaper, Petition
from petitions.steps import lock_petition, require_version

STEP = "come_back_on_paper"


def enter_answer(
    *,
    petition: Petition,
    answer: str,
    words: str,
    days: PaperDays,
    scan: UploadedFile,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> IncomingPaper:
    """Enter what a body answered on paper: “taken”, or “not ours”, by which the petition comes back.

    The petitioner is told and sees the words and the scan; the paper gets its number of the incoming register. Raises
    OperationError beside `answer`, `words`, a day or the scan, NotAllowed, StaleVersion, WrongState where it
    was answered already or the petition does not stand forwarded.
    """
    found = Petition.objects.get(pk=petition.pk)
    if not access.may(actor, ACTION, found, at):
        raise NotAllowed()
    waiting_forwarding(found)
    require_version(found, version)
    forwarding, _said = checked_answer(found, answer, words)
    days = checked_day_of_answer(days, forwarding, at=at)
    received = receive_upload(uploaded=scan)
    return enter_received(
        petition=petition,
        answer=answer,
        words=words,
        days=days,
        received=received,
        actor=actor,
        at=at,
        version=version,
    )


def checked_day_of_answer(days: PaperDays, forwarding: Forwarding, *, at: datetime) -> PaperDays:
    """Return the days. Raises OperationError beside one that cannot be: nobody answers before they were asked."""
    checked = checked_days(days, today=court_day(at))
    if checked.received_on < court_day(forwarding.forwarded_at):
        raise OperationError(_("The petition was not forwarded yet on this day."), field="received_on")
    return checked


@operation
def enter_received(
    *,
    petition: Petition,
    answer: str,
    words: str,
    days: PaperDays,
    received: Received,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> IncomingPaper:
    """Do what `enter_answer` says, with a scan that was received already."""
    locked = lock_petition(petition=petition)
    if not access.may(actor, ACTION, locked, at):
        raise NotAllowed()
    forwarding, said = checked_answer(locked, answer, words)
    require_version(locked, version)
    keep_scan(locked, received=received, purpose="other", actor=actor, at=at)
    note_answer(locked, forwarding, answer, said, step=STEP, actor=actor, at=at)
    body = {"kind": IncomingKind.ANSWER.value, "counts_on": counted(days).day.isoformat()}
    record(subject=locked.subject, event="petition.paper_entered", actor=actor, at=at, body=body)
    return register_paper(
        petition=locked, kind=IncomingKind.ANSWER, days=days, signer=forwarding.body, actor=actor, at=at
    )
