from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from courtcase.documents.operations import store_upload
from courtcase.documents.queries import document_facts
from courtcase.law.queries import edition_on
from courtcase.law.time import court_day
from courtcase.notices.operations import owe_job
from courtcase.operations import operation
from courtcase.people.actors import Actor
from petitions.filing.operations.attach import lay
from petitions.filing.operations.submit_petition import require_cure_term
from petitions.models import Petition
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_petitioner
from petitions.workflow import State


@operation
def confirm_signature(
    *,
    petition: Petition,
    actor: Actor,
    at: datetime,
    scan: UploadedFile | None = None,
    version: int | None = None,
) -> Petition:
    """Confirm that the signed paper of a petition (or of its cure) lies before the actor: now it is filed.

    `scan` is a picture of the signed paper, kept with the petition. A cure keeps the day of first filing (art. 47).
    Routing is owed to a worker. Raises OperationError, TermPassed, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    body: dict[str, Any] = {"signature": "paper"}
    if scan is not None:
        document = store_upload(uploaded=scan, subject=locked.subject, kind="signed_paper", actor=actor, at=at)
        lay(petition=locked, document=document, purpose="signed_paper", at=at)
        body |= document_facts(document)
    if locked.state == State.CURE_AWAITING_SIGNATURE:
        require_cure_term(locked, at=at)
        take_step(petition=locked, step="confirm_cure", actor=actor, at=at, body=body)
        tell_petitioner(petition=locked, event="petition.cured", at=at)
        return locked
    day = court_day(at)
    changes = {"filed_at": at, "filed_on": day, "edition": edition_on(day)}
    take_step(petition=locked, step="confirm_signature", actor=actor, at=at, changes=changes, body=body)
    tell_petitioner(petition=locked, event="petition.filed", at=at)
    owe_job(kind="petitions.route", subject=locked.subject, key=f"petitions.route:{locked.public_id}")
    return locked
