from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.iin import is_valid_iin
from courtcase.keys import operations as keys
from courtcase.law.time import court_day
from courtcase.operations import OperationError, StaleVersion, TermPassed, operation
from courtcase.people.actors import Actor
from petitions.content import Person, PetitionContent, canonical, open_content, petitioners_of
from petitions.filing.operations.approve_filing import use_approval
from petitions.filing.operations.petitioners import enter_petitioners
from petitions.filing.operations.settle_attachment import settled_files
from petitions.filing.writers_address import tell_helper
from petitions.later_notices import take_from_words
from petitions.models import Attachment, Petition, PetitionVersion
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_petitioner
from petitions.terms import last_due
from petitions.versions import being_written
from petitions.workflow import State


class Frozen(NamedTuple):
    """What is submitted: the words as they are digested and signed, as content, their version, and the files laid with it."""

    words: bytes
    content: PetitionContent
    version: PetitionVersion
    files: list[Attachment]


@operation
def submit_petition(
    *, petition: Petition, code: str, actor: Actor, at: datetime, version: int | None = None
) -> Petition:
    """Freeze the words of a draft under its tracking code; the petition then waits for its signature.

    `code` comes from `receipt_code.generate` and is stored nowhere: its digest finds the petition, and tells a form
    sent twice from two petitions (the second time nothing happens). An institution's words go as its head approved them
    (`use_approval`). A petition without a signature is not filed: it gets no register number and no term runs. Raises
    OperationError beside what cannot be missing, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition)
    if locked.state != State.DRAFT and keys.is_code(code, locked.code_digest):
        return locked
    if version is not None and locked.version != version:
        raise StaleVersion(_("This petition was changed in another window. Check it again."), current=locked.version)
    if actor.account is not None and actor.account.pk == locked.account_id:
        locked.account = actor.account  # who is told of it need not be read again
    content = submit_words(petition=locked, code=code, actor=actor, at=at).content
    tell_petitioner(petition=locked, event="petition.submitted", at=at, content=content)
    tell_helper(petition=locked, event="petition.submitted", at=at)
    return locked


def submit_words(
    *, petition: Petition, code: str, actor: Actor, at: datetime, is_signed: bool = False, is_followed: bool = False
) -> Frozen:
    """Do what `submit_petition` says with a locked draft, and tell nobody; return what was frozen.

    `is_signed`: the signed container came with it, and the same transaction takes it in. `is_followed`: see `take_step`.
    """
    use_approval(petition=petition, actor=actor, at=at, is_signed=is_signed)
    frozen = freeze(petition, at=at)
    enter_petitioners(petition, frozen.content)
    take_step(
        petition=petition,
        step="submit",
        actor=actor,
        at=at,
        changes={"submitted_at": at, "code_digest": keys.code_hmac(code)},
        body={"words": frozen.version.number},
        content=frozen.words,
        is_followed=is_followed,
    )
    take_from_words(petition, frozen.version, frozen.content, actor=actor, at=at)
    return frozen


@operation
def submit_cure(*, petition: Petition, actor: Actor, at: datetime, version: int | None = None) -> Petition:
    """Freeze the corrected words of a returned petition; they too wait for a signature (art. 47: one month to cure).

    Raises TermPassed once the term is over, OperationError, NotAllowed, WrongState.
    """
    locked = lock_petition(petition=petition, version=version)
    content = submit_corrected(petition=locked, actor=actor, at=at).content
    tell_petitioner(petition=locked, event="petition.cure_submitted", at=at, content=content)
    return locked


def submit_corrected(
    *, petition: Petition, actor: Actor, at: datetime, is_signed: bool = False, day: date | None = None
) -> Frozen:
    """Do what `submit_cure` says with a locked petition, and tell nobody, as `submit_words` does with a draft.

    `day` is the legal day by which it is in time (default: that of `at`).
    """
    require_cure_term(petition, day=day or court_day(at))
    use_approval(petition=petition, actor=actor, at=at, is_signed=is_signed)
    frozen = freeze(petition, at=at)
    enter_petitioners(petition, frozen.content)
    take_step(
        petition=petition,
        step="cure",
        actor=actor,
        at=at,
        body={"words": frozen.version.number},
        content=frozen.words,
    )
    take_from_words(petition, frozen.version, frozen.content, actor=actor, at=at)
    return frozen


def require_cure_term(petition: Petition, *, day: date) -> None:
    """Raise TermPassed where the month for the cure was over on the legal `day`, or no ground can be cured.

    The daily task closes the clock when the month is over, and a paper that came within it may be opened later.
    """
    last = petition.returns.order_by("-pk").first()
    if last is not None and last.cure_until is None:
        raise TermPassed(_("The grounds of this return cannot be cured. You may file a new petition."))
    due_on = last_due(petition.subject, "cure")
    if due_on is None or day > due_on:
        raise TermPassed(_("The term for corrections has passed. You may file a new petition."))


def freeze(petition: Petition, *, at: datetime) -> Frozen:
    """Freeze the version that is being written, with the files laid with it."""
    draft = being_written(petition)
    if draft is None:
        raise OperationError(_("Nothing was changed since the last version."))
    files = settled_files(petition)
    content = open_content(petition, draft)
    require_minimum(content)
    words = freeze_words(draft, content, at=at)
    rows.update(draft, ["digest", "frozen_at"])
    return Frozen(words, content, draft, files)


def freeze_words(version: PetitionVersion, content: PetitionContent, *, at: datetime) -> bytes:
    """Set digest and instant of a version that is frozen, unsaved, and return the bytes digested."""
    words = canonical(content)
    version.digest, version.frozen_at = hashlib.sha256(words).digest(), at
    return words


def require_minimum(content: PetitionContent) -> None:
    """Refuse only what nobody could answer: no name, no address to reach, or no word of what it is about."""
    for person in petitioners_of(content) or [Person()]:
        require_person(person)
    if not any(content.get(field, "").strip() for field in ("situation", "reasoning", "request")):  # type: ignore[attr-defined]
        raise OperationError(_("Write in a few words what happened."), field="situation")


def require_person(person: Person) -> None:
    """Refuse somebody who petitions without a name or an address, or with an IIN that is none."""
    if not person.get("full_name", "").strip():
        raise OperationError(_("Write your full name."), field="full_name")
    if not person.get("residence", "").strip():
        raise OperationError(_("Write where you live: the Court's letters go there."), field="residence")
    if person.get("iin") and not is_valid_iin(person["iin"]):
        raise OperationError(_("This is not a valid IIN. Compare it with the identity card."), field="iin")
