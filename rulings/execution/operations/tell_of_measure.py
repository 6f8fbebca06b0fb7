"""What a body that carries a measure out says by its own account: how far it has come, and what it asks of the Court."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courtcase.documents.operations import Received, keep_upload, receive_upload
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from courtcase.register.operations import record
from rulings.execution.access import acting_for, may
from rulings.execution.operations.take_step import lock_measure, save_next, tell, write_step
from rulings.models import AskingKind, Measure, MeasureAsking, MeasureStep

SHORTEST = 20


def receive_document(*, measure: Measure, uploaded: UploadedFile, actor: Actor, at: datetime) -> Received:
    """Take in the letter or act of a report, before anything is locked. Raises NotAllowed, OperationError."""
    if not may(actor, "measure.tell", measure, at):
        raise NotAllowed()
    return receive_upload(uploaded=uploaded)


@operation
def report_as_body(
    *,
    measure: Measure,
    stage: str,
    actor: Actor,
    at: datetime,
    day: date | None = None,
    note: Mapping[str, str] | None = None,
    source: str = "",
    received: Received | None = None,
    version: int | None = None,
) -> MeasureStep:
    """Enter what the body says of its own measure: shown as its word, and the stage stays until the Court confirms.

    `day` is the legal day it was reached; `received` the letter or act laid with it. Returns the entry. Raises
    OperationError beside `note_kk` where nothing is said and nothing laid, NotAllowed, StaleVersion.
    """
    locked = lock_measure(measure=measure, version=version)
    body = acting_for(actor, locked, at)
    if body is None or not may(actor, "measure.tell", locked, at):
        raise NotAllowed()
    if not (received or source.strip() or any(words.strip() for words in (note or {}).values())):
        raise OperationError(_("Say what happened, name the act, or lay the letter with it."), field="note_kk")
    document = None
    if received is not None:
        document = keep_upload(received=received, subject=locked.subject, kind="report", actor=actor, at=at)
    step = write_step(
        measure=locked,
        says=MeasureStep.Says.BODY,
        stage=stage,
        day=day,
        note=note,
        source=source,
        actor=actor,
        at=at,
        institution=body,
        document=document,
    )
    save_next(locked)
    tell(measure=locked, event="measure.reported", step=step, actor=actor, at=at)
    return step


@operation
def ask_court(
    *,
    measure: Measure,
    kind: str,
    words: str,
    actor: Actor,
    at: datetime,
    until: date | None = None,
    to: Institution | None = None,
) -> MeasureAsking:
    """Ask the Court something about a measure: a question, a later day (`until`), or to hand it on (`to`).

    A later day and another body only the one that answers may ask for. Returns what was asked. Raises OperationError
    beside `kind`, `words`, `until` or `to`, NotAllowed, WrongState where the same waits for an answer.
    """
    locked = lock_measure(measure=measure, version=None)
    body = acting_for(actor, locked, at)
    if body is None or not may(actor, "measure.tell", locked, at):
        raise NotAllowed()
    require_asking(measure=locked, body=body, kind=kind, words=words, until=until, to=to, at=at)
    if locked.askings.filter(institution=body, kind=kind, answered_at=None).exists():
        raise WrongState(_("You asked this already; the Court has not answered yet."))
    asked = MeasureAsking.objects.create(
        measure=locked,
        institution=body,
        kind=kind,
        words=words.strip(),
        until=until if kind == AskingKind.PROLONG else None,
        to=to if kind == AskingKind.HAND_ON else None,
        asked_by=actor.signed_in,
        asked_at=at,
    )
    facts = {"asking": str(asked.public_id), "kind": kind, "until": asked.until and asked.until.isoformat()}
    record(subject=locked.subject, event="measure.asked", actor=actor, at=at, body=facts, content=asked.words.encode())
    return asked


def require_asking(
    *,
    measure: Measure,
    body: Institution,
    kind: str,
    words: str,
    until: date | None,
    to: Institution | None,
    at: datetime,
) -> None:
    """Raise OperationError beside the field that keeps this from being asked."""
    if kind not in AskingKind.values:
        raise OperationError(_("Say what you ask for."), field="kind")
    if kind != AskingKind.QUESTION and body.pk != measure.answerable_id:
        raise OperationError(_("Only the body that answers for the measure may ask for this."), field="kind")
    if len(words.strip()) < SHORTEST:
        raise OperationError(_("Write at least one sentence."), field="words")
    if kind == AskingKind.PROLONG and measure.due_on is None:
        raise OperationError(_("This measure has no last day that could be moved."), field="kind")
    if kind == AskingKind.PROLONG and (until is None or until <= max(court_day(at), measure.due_on or date.min)):
        raise OperationError(_("Name a day after today and after the present term."), field="until")
    if kind == AskingKind.HAND_ON and (to is None or to.pk == body.pk):
        raise OperationError(_("Choose the body it is to be handed on to."), field="to")
