from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError

from courtcase.documents.operations import Received, receive_upload
from courtcase.keys.operations import code_hmacs
from courtcase.law.time import court_day
from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.register import receipt_code
from petitions.content import PetitionContent
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.start_draft import start_draft
from petitions.filing.operations.submit_petition import submit_petition
from petitions.intake.operations.confirm_signature import confirm_received
from petitions.intake.operations.register_paper import register_paper
from petitions.intake.paper_days import PaperDays, checked_days, counted
from petitions.models import Channel, IncomingKind, Petition


def enter_paper(
    *,
    content: PetitionContent,
    language: str,
    scan: UploadedFile,
    actor: Actor,
    at: datetime,
    received_on: date | None = None,
    sent_on: date | None = None,
    handed_on: date | None = None,
    code: str = "",
    synthetic: bool = False,
) -> tuple[Petition, str]:
    """Enter a signed petition of a citizen that came on paper: it is filed at once, since the signature lies before us.

    `received_on` is the legal day it reached the Court (default: the day of `at`), `sent_on` that of the postmark,
    `handed_on` that on which somebody in custody handed it to the administration; which of them is the day of filing,
    rules of law say (`petitions.intake.paper_days`). `code` is the tracking code, made when
    the form was shown: a form sent twice finds its first petition by it (a fresh one when left out).
    Returns the petition and the code, which goes to the petitioner with the first letter.
    Raises OperationError beside the field, NotAllowed.
    """
    ensure(actor, "paper.enter", at)
    code = code or receipt_code.generate()
    entered = Petition.objects.filter(code_digest__in=code_hmacs(code), channel=Channel.PAPER).first()
    if entered is not None:
        return entered, code
    given = PaperDays(received_on=received_on or court_day(at), sent_on=sent_on, handed_on=handed_on)
    days = checked_days(given, today=court_day(at))
    received = receive_upload(uploaded=scan)
    try:
        petition = enter_received(
            content=content,
            language=language,
            received=received,
            days=days,
            code=code,
            synthetic=synthetic,
            actor=actor,
            at=at,
        )
    except IntegrityError:
        # The same form was sent twice at once: the other one was quicker.
        petition = Petition.objects.get(code_digest__in=code_hmacs(code))
    return petition, code


@operation
def enter_received(
    *,
    content: PetitionContent,
    language: str,
    received: Received,
    days: PaperDays,
    code: str,
    synthetic: bool,
    actor: Actor,
    at: datetime,
) -> Petition:
    """Do what `enter_paper` says, with a scan that was received already."""
    started = start_draft(
        petitioner_kind="citizen", language=language, channel=Channel.PAPER, synthetic=synthetic, actor=actor, at=at
    )
    writer = Actor.of(actor.signed_in, subjects=frozenset({started.petition.subject_id}))
    petition = save_draft(petition=started.petition, part=content, actor=writer, at=at)
    submit_petition(petition=petition, code=code, actor=writer, at=at)
    filed = confirm_received(petition=petition, received=received, received_on=counted(days).day, actor=actor, at=at)
    register_paper(petition=filed, kind=IncomingKind.PETITION, days=days, actor=actor, at=at)
    return filed
