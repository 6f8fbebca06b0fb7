"""A petition is submitted and filed by one call: with its signed container, or as the head of its institution approved it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from courtcase.law.time import court_day
from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.signatures.operations import examine_bytes, keep_signable
from courtcase.signatures.verdicts import Verdict
from petitions.content import PetitionContent
from petitions.filing.operations.approve_filing import require_institution
from petitions.filing.operations.receive_signed import receive_signed
from petitions.filing.operations.sign_electronically import changed_meanwhile, passed, require_set_up, take_container
from petitions.filing.operations.submit_petition import Frozen, submit_corrected, submit_words
from petitions.filing.papers import paper_to_sign
from petitions.filing.queries import laid_with
from petitions.models import Attachment, Petition
from petitions.steps import lock_petition, require
from petitions.telling import tell_petitioner
from petitions.versions import being_written
from petitions.workflow import EDITABLE, SIGNABLE, State, transition_named


class Written(NamedTuple):
    """The document of words that are still written, with what tells whether it still shows the petition."""

    content: bytes
    version: int
    files: list[int]
    filename: str = "petition.pdf"
    content_type: str = "application/pdf"


class Examined(NamedTuple):
    """A draft, its document as it stood, and what was found of the signature over that."""

    petition: Petition
    written: Written
    verdict: Verdict


class Filed(NamedTuple):
    """A petition just filed, as it stands now, its words as they were frozen, and the files laid with it."""

    petition: Petition
    words: PetitionContent
    files: list[Attachment]


def document_of_draft(petition: Petition) -> Written | None:
    """Return the PDF to sign of a draft, or of a correction, as it stands; None where nothing is being written.

    Nothing is stored: it is made of the same bytes each time while neither words nor files change.
    """
    version = being_written(petition) if petition.state in EDITABLE else None
    if version is None:
        return None
    return Written(paper_to_sign(petition, version), version.number, files_of(petition))


def files_of(petition: Petition) -> list[int]:
    """Return the ids of the files laid with a petition, in their order: its document names them."""
    return [one.pk for one in laid_with(petition)]


def examined_draft(*, petition: Petition, container: bytes, actor: Actor, at: datetime) -> Examined:
    """Return a draft, or a correction, with the verdict over its signed document: valid, or that it cannot be told.

    It is verified before anything is locked: whoever says what was revoked takes their time. Raises NotAllowed, WrongState,
    and OperationError beside `container` for what is not valid.
    """
    found = Petition.objects.select_related("subject", "data_key").get(pk=petition.pk)
    step = "cure" if found.state == State.RETURNED else "submit"
    require(petition=found, transition=transition_named(step), actor=actor, at=at)
    require_set_up()
    written = document_of_draft(found)
    if written is None:
        raise changed_meanwhile()
    verdict = passed(examine_bytes(container=container, content=written.content, at=at))
    return Examined(found, written, verdict)


@operation
def take_signed_draft(
    *, examined: Examined, container: bytes, code: str, version: int, actor: Actor, at: datetime
) -> Petition:
    """Submit a draft, or a correction, together with the signature of its document; return it.

    Valid, and of whoever may sign, the petition is filed as of the legal day of `at`, and no approval is asked; where it
    cannot be told it is submitted and waits for a clerk. That the document still shows the petition is asked again, now
    that it is locked. Raises what `submit_petition` and `sign_electronically` do; nothing is submitted then.
    """
    petition, written, verdict = examined
    locked = lock_petition(petition=petition, version=version)
    draft = being_written(locked)
    if draft is None or draft.number != written.version or files_of(locked) != written.files:
        raise changed_meanwhile()
    content = send(locked, code=code, actor=actor, at=at, is_signed=True).content
    signable = keep_signable(
        subject=locked.subject,
        version=written.version,
        content=written.content,
        filename=written.filename,
        content_type=written.content_type,
        actor=actor,
        at=at,
    )
    was_cure = locked.state == State.CURE_AWAITING_SIGNATURE
    take_container(
        petition=locked, content=content, signable=signable, container=container, verdict=verdict, actor=actor, at=at
    )
    if locked.state in SIGNABLE:  # a clerk looks at the signature: until then it is only submitted
        event = "petition.cure_submitted" if was_cure else "petition.submitted"
        tell_petitioner(petition=locked, event=event, at=at, content=content)
    return locked


@operation
def file_approved(*, petition: Petition, code: str, version: int, actor: Actor, at: datetime) -> Filed:
    """Submit and file an institution's draft, or take up its correction, as its head approved it: by account, no paper.

    Returns the petition and its words. Raises WrongState with code not_approved where the head did not, and what
    `submit_petition` does.
    """
    locked = lock_petition(petition=petition, version=version)
    require_institution(locked)
    step = "take_up_approved" if locked.state == State.RETURNED else "file_approved"
    frozen = send(locked, code=code, actor=actor, at=at, is_followed=True)
    day = court_day(at)
    body = {"signature": "approval", "received_on": day.isoformat()}
    receive_signed(petition=locked, step=step, day=day, body=body, content=frozen.content, actor=actor, at=at)
    return Filed(locked, frozen.content, frozen.files)


def send(
    petition: Petition, *, code: str, actor: Actor, at: datetime, is_signed: bool = False, is_followed: bool = False
) -> Frozen:
    """Submit a locked draft under its code, or a locked correction, whose code is known; return what was frozen.

    A draft that `is_followed` by its filing leaves the writing to it; of a correction the words of the queue change too.
    """
    if actor.account is not None and actor.account.pk == petition.account_id:
        petition.account = actor.account  # who is told of it need not be read again
    if petition.state == State.RETURNED:
        return submit_corrected(petition=petition, actor=actor, at=at, is_signed=is_signed)
    return submit_words(petition=petition, code=code, actor=actor, at=at, is_signed=is_signed, is_followed=is_followed)
