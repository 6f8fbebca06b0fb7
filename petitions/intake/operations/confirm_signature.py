from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courtcase.documents.operations import Received, keep_upload, receive_upload
from courtcase.documents.queries import document_facts
from courtcase.law.time import court_day
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from petitions.content import open_content
from petitions.filing.operations.attach import lay
from petitions.filing.operations.petitioners import note_signed, wait_for_the_rest
from petitions.filing.operations.receive_signed import receive_signed
from petitions.intake.operations.register_paper import register_paper
from petitions.intake.paper_days import PaperDays, require_after_return
from petitions.models import Channel, HowSigned, IncomingKind, Petition
from petitions.signatories import is_joint, missing, remaining
from petitions.steps import lock_petition, require
from petitions.telling import is_told_by_account
from petitions.versions import as_told
from petitions.workflow import State, transition_named


def confirm_signature(
    *,
    petition: Petition,
    actor: Actor,
    at: datetime,
    scan: UploadedFile | None = None,
    received_on: date | None = None,
    signed: Collection[int] | None = None,
    version: int | None = None,
) -> Petition:
    """Confirm that the signed paper of a petition (or of its cure) lies before the actor: now it is filed.

    `received_on` is the legal day the paper reached the Court (default: the day of `at`): on it the petition is filed,
    and by it a cure is in time, however late somebody opens the envelope. `scan` is a picture of the signed paper, kept
    with the petition. A cure keeps the day of first filing (art. 47). Where several petition together, `signed` are the
    rows (ids) of those whose signatures it bears (default: all that are missing); it is filed once everybody has signed.
    The paper gets a number of the register of incoming papers.
    The scan is examined before the petition is locked, and only for somebody who may confirm it now.
    Routing is owed to a worker. Raises OperationError, TermPassed, NotAllowed, WrongState, StaleVersion.
    """
    received = None
    if scan is not None:
        found = Petition.objects.get(pk=petition.pk)
        require(petition=found, transition=transition_named(step_of(found)), actor=actor, at=at)
        received = receive_upload(uploaded=scan)
    return confirm_received(
        petition=petition,
        received=received,
        received_on=received_on,
        signed=signed,
        in_register=True,
        version=version,
        actor=actor,
        at=at,
    )


def step_of(petition: Petition) -> str:
    """Return the name of the step that a confirmed signature is for this petition."""
    return "confirm_cure" if petition.state == State.CURE_AWAITING_SIGNATURE else "confirm_signature"


def require_day(petition: Petition, day: date, *, written: datetime | None, at: datetime) -> date:
    """Return the day a paper came; raises OperationError beside `received_on` for one that lies ahead or before its words.

    `written` is when the words on it were frozen.
    """
    if day > court_day(at):
        raise OperationError(_("This day has not come yet."), field="received_on")
    if is_before_words(petition, day, written=written):
        raise OperationError(_("The petition was not yet written on this day."), field="received_on")
    if petition.state == State.CURE_AWAITING_SIGNATURE and day < court_day(at):
        require_after_return(day, returned_on=last_returned_on(petition), field="received_on")
    return day


def is_before_words(petition: Petition, day: date, *, written: datetime | None) -> bool:
    """Say whether a paper is older than the words on it; those of a correction on paper were written here only later."""
    if petition.channel == Channel.PAPER or written is None or day >= court_day(written):
        return False
    return not petition.incoming.filter(kind=IncomingKind.CURE, entered_at__gte=written).exists()


def last_returned_on(petition: Petition) -> date | None:
    """Return the legal day on which a petition was returned last, None where it never was."""
    last = petition.returns.order_by("-pk").first()
    return court_day(last.returned_at) if last else None


@operation
def confirm_received(
    *,
    petition: Petition,
    received: Received | None,
    actor: Actor,
    at: datetime,
    received_on: date | None = None,
    signed: Collection[int] | None = None,
    in_register: bool = False,
    by_paper: bool = False,
    version: int | None = None,
) -> Petition:
    """Do what `confirm_signature` says, with a scan that was received already or none.

    `in_register`: the paper gets its number here; else whoever calls gives it one.
    `by_paper`: the very words came on this paper, and only now were written here, so the paper may be older than they.
    """
    locked = lock_petition(petition=petition, version=version)
    require(petition=locked, transition=transition_named(step_of(locked)), actor=actor, at=at)
    words = as_told(locked)
    content = None if is_told_by_account(locked) and not is_joint(locked) else open_content(locked, words)
    day = require_day(locked, received_on or court_day(at), written=None if by_paper else words.frozen_at, at=at)
    body: dict[str, Any] = {"signature": "paper", "received_on": day.isoformat()}
    if received is not None:
        document = keep_upload(received=received, subject=locked.subject, kind="signed_paper", actor=actor, at=at)
        lay(petition=locked, document=document, purpose="signed_paper", at=at)
        body |= document_facts(document)
    if content is not None and is_joint(locked):
        keys_signed = signers_on_paper(locked, signed, version=words.number)
        if note_signed(locked, version=words.number, keys_signed=keys_signed, how=HowSigned.PAPER, day=day):
            confirmed = wait_for_the_rest(
                locked, step="confirm_in_part", body=body, content=content, actor=actor, at=at
            )
            return numbered(confirmed, day=day, actor=actor, at=at) if in_register else confirmed
    confirmed = receive_signed(
        petition=locked, step=step_of(locked), day=day, body=body, content=content, actor=actor, at=at
    )
    return numbered(confirmed, day=day, actor=actor, at=at) if in_register else confirmed


def numbered(petition: Petition, *, day: date, actor: Actor, at: datetime) -> Petition:
    """Give the signed paper that came on `day` its number of the incoming register; return the petition."""
    days = PaperDays(received_on=day)
    register_paper(petition=petition, kind=IncomingKind.SIGNATURE, days=days, actor=actor, at=at)
    return petition


def signers_on_paper(petition: Petition, signed: Collection[int] | None, *, version: int) -> list[str]:
    """Return the keys of those of several petitioners whose signatures a paper bears.

    Raises OperationError beside `signed` where it bears none that is missing.
    """
    wanted = missing(remaining(petition), version=version)
    found = [one.key for one in wanted if signed is None or one.pk in signed]
    if not found:
        raise OperationError(_("Choose whose signatures the paper bears."), field="signed")
    return found
