"""Signing on a telephone by eGov Mobile: the browser opens a turn, the telephone gets the document and brings the signature."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courtcase.keys import operations as keys
from courtcase.law.keeping import over_before
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.signatures.configuration import is_set_up
from courtcase.signatures.models import PhoneSigning, Signable
from courtcase.signatures.verdicts import Verdict
from petitions.content import open_content
from petitions.filing.operations.sign_electronically import examined, ready_to_sign, take_signed
from petitions.filing.signers import require_possible
from petitions.models import Petition
from petitions.versions import as_told

# How often a telephone may ask for the token of one turn: a network that breaks is no theft, a loop is.
MOST_TOKENS = 9


def is_offered() -> bool:
    """Say whether this Court is known to eGov Mobile and can verify what it brings."""
    return bool(settings.EGOV_MOBILE_BIN) and is_set_up()


def open_phone_signing(
    *, petition: Petition, actor: Actor, at: datetime, former: PhoneSigning | None = None
) -> PhoneSigning:
    """Open a turn of signing the petition's document on a telephone; `former`, the same visitor's, is given up for it.

    Raises NotAllowed, WrongState, and OperationError where signing is not set up.
    """
    if not is_offered():
        raise OperationError(_("Signing with eGov Mobile is not set up at this address."), code="not_set_up")
    found, signable = ready_to_sign(petition=petition, actor=actor, at=at)
    require_possible(found, open_content(found, as_told(found)))
    return begin_turn(petition=found, signable=signable, former=former, actor=actor, at=at)


@operation
def begin_turn(
    *, petition: Petition, signable: Signable, former: PhoneSigning | None, actor: Actor, at: datetime
) -> PhoneSigning:
    """Do what `open_phone_signing` says, with the document that was made."""
    if former is not None:
        PhoneSigning.objects.filter(pk=former.pk, ended_at=None).update(ended_at=at)
    return PhoneSigning.objects.create(
        signable=signable,
        account=actor.account,
        by_code=petition.subject_id in actor.subjects,
        code_epoch=dict(actor.epochs).get(petition.subject_id, 0),
        opened_at=at,
        expires_at=at + timedelta(minutes=settings.EGOV_MOBILE_MINUTES),
    )


@operation
def give_token(*, turn: PhoneSigning, at: datetime) -> str:
    """Return a fresh token for the telephone that asks; the one given before is worth nothing any more.

    Only its digest is kept. Raises WrongState for a turn that is over or was asked too often.
    """
    locked = PhoneSigning.objects.select_for_update(of=("self",)).get(pk=turn.pk)
    require_going(locked, at)
    if locked.tokens_given >= MOST_TOKENS:
        raise WrongState(_("This code was opened too often. Ask for a new one on the page of your petition."))
    token = secrets.token_urlsafe(32)
    locked.token_digest = keys.token_hmac(token)
    locked.tokens_given += 1
    locked.save(update_fields=["token_digest", "tokens_given"])
    return token


@operation
def note_fetched(*, turn: PhoneSigning, at: datetime) -> None:
    """Note that a telephone got the document, for the page that waits. Raises WrongState for a turn that is over."""
    require_going(turn, at)
    PhoneSigning.objects.filter(pk=turn.pk, fetched_at=None).update(fetched_at=at)


def receive_from_phone(*, turn: PhoneSigning, container: bytes, at: datetime) -> PhoneSigning:
    """Take in the signature a telephone brings, as whoever opened the turn; return the turn as it ended.

    The same signature sent again changes nothing. Why one was refused is kept for the page that waits. Raises as
    `sign_electronically` does, and WrongState for a turn that is over or whose words were changed meanwhile.
    """
    digest = hashlib.sha256(container).hexdigest()
    if turn.container_sha256 == digest:
        return turn
    try:
        return received(turn=turn, container=container, digest=digest, at=at)
    except OperationError as error:
        note_refused(turn=turn, code=error.code)
        raise


def received(*, turn: PhoneSigning, container: bytes, digest: str, at: datetime) -> PhoneSigning:
    """Do what `receive_from_phone` says, without a note of what goes wrong."""
    require_going(turn, at)
    actor = actor_of(turn)
    petition, signable = ready_to_sign(petition=turn.signable.subject.petition, actor=actor, at=at)
    if signable.pk != turn.signable_id:
        raise WrongState(_("The petition was changed meanwhile. Download the document again and sign it."))
    verdict = examined(container=container, signable=signable, at=at)
    return end_signed(
        turn=turn, petition=petition, container=container, digest=digest, verdict=verdict, actor=actor, at=at
    )


@operation
def end_signed(
    *,
    turn: PhoneSigning,
    petition: Petition,
    container: bytes,
    digest: str,
    verdict: Verdict,
    actor: Actor,
    at: datetime,
) -> PhoneSigning:
    """Take the signature in and end the turn, both or neither."""
    take_signed(
        petition=petition,
        signable=turn.signable,
        container=container,
        verdict=verdict,
        version=None,
        actor=actor,
        at=at,
    )
    locked = PhoneSigning.objects.select_for_update(of=("self",)).get(pk=turn.pk)
    require_going(locked, at)
    locked.outcome, locked.container_sha256, locked.ended_at, locked.refused = verdict.outcome, digest, at, ""
    locked.save(update_fields=["outcome", "container_sha256", "ended_at", "refused"])
    return locked


@operation
def note_refused(*, turn: PhoneSigning, code: str) -> None:
    """Keep why a signature was refused, where the turn still goes on."""
    PhoneSigning.objects.filter(pk=turn.pk, ended_at=None).update(refused=code[:32])


@operation
def forget_turns(*, actor: Actor, at: datetime) -> int:
    """Delete turns that ran out longer ago than the table of keeping says; return how many. What was signed stands elsewhere.

    Raises NotAllowed for everybody but the system.
    """
    if not actor.is_system:
        raise NotAllowed()
    before = over_before("phone_signing", at)
    return 0 if before is None else PhoneSigning.objects.filter(expires_at__lt=before).delete()[0]


def require_going(turn: PhoneSigning, at: datetime) -> None:
    """Raise WrongState for a turn that was signed, given up or has run out."""
    if turn.ended_at is not None or at >= turn.expires_at:
        raise WrongState(
            _("This code is no longer valid. Ask for a new one on the page of your petition."), code="over"
        )


def actor_of(turn: PhoneSigning) -> Actor:
    """Return whoever opened the turn, with the code held then: what they may do is asked anew."""
    subject = turn.signable.subject_id
    epochs = frozenset({(subject, turn.code_epoch)} if turn.code_epoch else ())
    if turn.account is None:
        return Actor.holder(subject, epochs=epochs)
    held = frozenset({subject} if turn.by_code else ())
    return Actor.of(turn.account, subjects=held, epochs=epochs)


def is_token(turn: PhoneSigning, token: str) -> bool:
    """Say, in the same time whatever the answer, whether `token` is the one a telephone was given last."""
    return keys.is_token(token, turn.token_digest)
