from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from courtcase.documents.queries import document_facts
from courtcase.law.time import court_day
from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from courtcase.signatures.configuration import is_set_up
from courtcase.signatures.models import Signable, Signature
from courtcase.signatures.operations import examine, keep_signable, keep_signatures
from courtcase.signatures.verdicts import Outcome, Verdict
from petitions.content import PetitionContent, open_content
from petitions.filing.operations.attach import lay
from petitions.filing.operations.petitioners import note_signed, wait_for_the_rest
from petitions.filing.operations.receive_signed import receive_signed
from petitions.filing.papers import paper_version
from petitions.filing.signers import FIELD, refuse, require_own
from petitions.models import HowSigned, Petition
from petitions.steps import lock_petition, require
from petitions.versions import as_told, frozen_last
from petitions.workflow import SIGNABLE, State, transition_named

MOST_DOUBTFUL = 5


def step_of(petition: Petition) -> str:
    """Return the name of the step that an electronic signature is for this petition."""
    return "sign_cure_electronically" if petition.state == State.CURE_AWAITING_SIGNATURE else "sign_electronically"


def document_to_sign(*, petition: Petition, actor: Actor, at: datetime) -> Signable | None:
    """Return the PDF whose exact bytes are signed, made and stored once for each frozen version of the words.

    None where nothing was submitted, or where it is past signing and no such document was ever made.
    """
    version = frozen_last(petition)
    if version is None:
        return None
    known = Signable.objects.select_related("document").filter(subject=petition.subject, version=version.number).first()
    if known is not None or petition.state not in SIGNABLE:
        return known
    return store_document(
        petition=petition, content=paper_version(petition), version=version.number, actor=actor, at=at
    )


@operation
def store_document(*, petition: Petition, content: bytes, version: int, actor: Actor, at: datetime) -> Signable | None:
    """Store the document that shows `version` of the words; None where other words were frozen meanwhile."""
    locked = lock_petition(petition=petition)
    frozen = frozen_last(locked)
    if frozen is None or frozen.number != version:
        return None
    return keep_signable(
        subject=locked.subject, version=version, content=content, filename="petition.pdf", actor=actor, at=at
    )


def sign_electronically(
    *, petition: Petition, container: bytes, actor: Actor, at: datetime, version: int | None = None
) -> Verdict:
    """Take in a signature made over the stored PDF; return the verdict, which is valid or open.

    Valid, and the petitioner's own: the petition is filed (a correction taken up) as of the legal day of `at`. Where it
    cannot be told the container is kept and the petition goes on waiting for a clerk. It is verified before the petition
    is locked. Raises OperationError beside `container` for what is not valid or another's, and keeps nothing of it; also
    NotAllowed, WrongState, StaleVersion, TermPassed.
    """
    found, signable = ready_to_sign(petition=petition, actor=actor, at=at)
    verdict = examined(container=container, signable=signable, at=at)
    take_signed(
        petition=found, signable=signable, container=container, verdict=verdict, version=version, actor=actor, at=at
    )
    return verdict


def ready_to_sign(*, petition: Petition, actor: Actor, at: datetime) -> tuple[Petition, Signable]:
    """Return the petition, read anew, with the document `actor` may sign now.

    Raises NotAllowed, WrongState, and OperationError where no authority is trusted here.
    """
    found = Petition.objects.select_related("subject", "data_key").get(pk=petition.pk)
    require(petition=found, transition=transition_named(step_of(found)), actor=actor, at=at)
    require_set_up()
    signable = document_to_sign(petition=found, actor=actor, at=at)
    if signable is None:
        raise changed_meanwhile()
    return found, signable


def changed_meanwhile() -> WrongState:
    """Return that other words stand by now than those that were signed."""
    return WrongState(_("The petition was changed meanwhile. Download the document again and sign it."))


def require_set_up() -> None:
    """Raise OperationError beside `container` where no authority is trusted here."""
    if not is_set_up():
        message = _("Electronic signature is not set up at this address. Sign on paper: it counts the same.")
        raise OperationError(message, field=FIELD, code="not_set_up")


def examined(*, container: bytes, signable: Signable, at: datetime) -> Verdict:
    """Return the verdict over a container, valid or open; raises OperationError beside `container` for an invalid one."""
    return passed(examine(container=container, signable=signable, at=at))


def passed(verdict: Verdict) -> Verdict:
    """Return a verdict that is valid or open; raises OperationError beside `container` for another."""
    if verdict.outcome == Outcome.INVALID:
        raise OperationError(verdict.words, field=FIELD, code=verdict.reason)
    return verdict


@operation
def take_signed(
    *,
    petition: Petition,
    signable: Signable,
    container: bytes,
    verdict: Verdict,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> Petition:
    """Do what `sign_electronically` says with a verdict; everything is asked again, now that the petition is locked."""
    locked = lock_petition(petition=petition, version=version)
    require(petition=locked, transition=transition_named(step_of(locked)), actor=actor, at=at)
    words = as_told(locked)
    if words.number != signable.version:
        raise changed_meanwhile()
    content = open_content(locked, words)
    return take_container(
        petition=locked, content=content, signable=signable, container=container, verdict=verdict, actor=actor, at=at
    )


def take_container(
    *,
    petition: Petition,
    content: PetitionContent,
    signable: Signable,
    container: bytes,
    verdict: Verdict,
    actor: Actor,
    at: datetime,
) -> Petition:
    """Keep a container over the document of a locked petition, and file it where that is valid; `content` are its words."""
    signed = require_own(petition, content, verdict)
    is_valid = verdict.outcome == Outcome.VALID
    if not is_valid:
        require_room(petition)
    document = keep_signatures(
        signable=signable,
        container=container,
        verdict=verdict,
        kind="correction" if petition.state == State.CURE_AWAITING_SIGNATURE else "petition",
        data_key=petition.data_key,
        actor=actor,
        at=at,
    )
    lay(petition=petition, document=document, purpose="signature", at=at)
    facts: dict[str, Any] = {"signed_sha256": signable.document.sha256, **document_facts(document)}
    if not is_valid:
        body = {"reason": verdict.reason, **facts}
        record(subject=petition.subject, event="petition.signature_in_doubt", actor=actor, at=at, body=body)
        return petition
    day = court_day(at)
    body = {"signature": "electronic", "received_on": day.isoformat(), **facts}
    if note_signed(petition, version=signable.version, keys_signed=signed, how=HowSigned.ELECTRONIC, day=day):
        return wait_for_the_rest(petition, step="sign_in_part", body=body, content=content, actor=actor, at=at)
    return receive_signed(
        petition=petition, step=step_of(petition), day=day, body=body, content=content, actor=actor, at=at
    )


def require_room(petition: Petition) -> None:
    """Raise OperationError where several signatures that nobody could verify already wait for a clerk."""
    waiting = Signature.objects.filter(subject=petition.subject, outcome=Outcome.CANNOT_TELL)
    if waiting.values("document").distinct().count() >= MOST_DOUBTFUL:
        raise refuse("waiting")
