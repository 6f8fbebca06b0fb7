"""The second proof: whoever has the code of a petition shows also that they are the petitioner, before anything of it opens."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from courtcase.keys import operations as keys
from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from courtcase.signatures.configuration import is_set_up
from courtcase.signatures.operations import examine_bytes
from courtcase.signatures.verdicts import Outcome
from petitions import access
from petitions.addresses import on_file
from petitions.filing.sending import send_now
from petitions.models import CodePurpose, OneTimeCode, Petition, Petitioner
from petitions.steps import lock_petition
from petitions.telling import written_of, written_person

MINUTES = 20
TRIES = 5
# At most so many codes of one petition within an hour, and within a day: five tries at each of a million codes.
MOST_IN_AN_HOUR, MOST_IN_A_DAY = 5, 10
IIN_PURPOSE = "petitioner.iin"


def roads_to(petition: Petition, petitioner: Petitioner | None = None) -> dict[str, str]:
    """Return where a code can be sent, by channel: the e-mail and the telephone on file. Empty: to nowhere.

    Those of the first, or of another `petitioner`, who proves by their own address.
    """
    person = on_file(petition, written_person(petition)) if petitioner is None else written_of(petition, petitioner)
    found = {"email": person.get("email", ""), "sms": person.get("phone", "")}
    return {channel: address for channel, address in found.items() if address}


def send_proof_code(*, petition: Petition, channel: str, actor: Actor, at: datetime) -> int:
    """Send a six-digit code to the address on file by `channel` (email, sms); return the id of its row, not the code.

    It is sent after the row is committed. Raises OperationError where no such address is on file, too many codes were
    asked for, or the message could not be handed over; NotAllowed.
    """
    address = roads_to(petition, access.petitioner_acting(actor, petition, at)).get(channel)
    if address is None:
        raise OperationError(_("No such address is on file. Choose another road."), field="channel")
    code = f"{secrets.randbelow(10**6):06d}"
    made = make_proof_code(petition=petition, code=code, channel=channel, actor=actor, at=at)
    went = send_now(
        channel=channel,
        to=address,
        title=_("A code for your petition"),
        template="proof_code",
        values={"code": code, "minutes": MINUTES},
        language=petition.language,
    )
    if not went:
        raise OperationError(_("The code could not be sent just now. Try again in a minute, or choose another road."))
    return made


@operation
def make_proof_code(*, petition: Petition, code: str, channel: str, actor: Actor, at: datetime) -> int:
    """Keep the digest of a code that is about to be sent, end the one before, and return the new row's id."""
    locked = lock_petition(petition=petition)
    require_holder(locked, actor, at)
    myself = access.petitioner_acting(actor, locked, at)
    codes = OneTimeCode.objects.filter(petition=locked, petitioner=myself, purpose=CodePurpose.PROOF)
    asked = list(codes.filter(made_at__gt=at - timedelta(days=1)).values_list("made_at", flat=True))
    lately = [one for one in asked if one > at - timedelta(hours=1)]
    if len(lately) >= MOST_IN_AN_HOUR or len(asked) >= MOST_IN_A_DAY:
        raise OperationError(_("Too many codes were asked for. Wait, or prove it in another way."), code="too_many")
    codes.filter(used_at=None, revoked_at=None).update(revoked_at=at)
    made = OneTimeCode.objects.create(
        petition=locked,
        petitioner=myself,
        purpose=CodePurpose.PROOF,
        digest=keys.short_code_hmac(code, owner_of(locked)),
        channel=channel,
        made_at=at,
        expires_at=at + timedelta(minutes=MINUTES),
    )
    record(subject=locked.subject, event="petition.proof_code_sent", actor=actor, at=at, body={"channel": channel})
    return made.pk


@operation
def use_proof_code(*, petition: Petition, code_id: int, typed: str, actor: Actor, at: datetime) -> bool:
    """Say whether `typed` is the code of the row `code_id`, and use it up; a wrong one is counted against it.

    What is wrong is an answer, not an error: the count must be committed. Raises NotAllowed.
    """
    locked = lock_petition(petition=petition)
    require_holder(locked, actor, at)
    myself = access.petitioner_acting(actor, locked, at)
    mine = OneTimeCode.objects.filter(petition=locked, petitioner=myself, purpose=CodePurpose.PROOF)
    found = mine.filter(pk=code_id).first()
    if found is None or found.used_at or found.revoked_at or found.expires_at <= at or found.tries >= TRIES:
        return False
    digits = "".join(sign for sign in typed if sign.isdecimal())
    if not keys.is_short_code(digits, owner_of(locked), found.digest):
        found.tries += 1
        found.save(update_fields=["tries"])
        return False
    found.used_at = at
    found.save(update_fields=["used_at"])
    record(subject=locked.subject, event="petition.proof_given", actor=actor, at=at, body={"by": found.channel})
    return True


def prove_by_signature(*, petition: Petition, challenge: bytes, container: bytes, actor: Actor, at: datetime) -> None:
    """Take a signature over `challenge` as the second proof: valid, and the petitioner's own.

    Raises OperationError beside `container` for every other, NotAllowed.
    """
    require_holder(petition, actor, at)
    if not is_set_up():
        raise OperationError(_("Electronic signature is not set up at this address."), field="container")
    verdict = examine_bytes(container=container, content=challenge, at=at)
    if verdict.outcome != Outcome.VALID:
        raise OperationError(verdict.words, field="container", code=verdict.reason)
    signers = [one.signer.iin for one in verdict.signers if one.signer is not None and one.signer.iin]
    myself = access.petitioner_acting(actor, petition, at)
    own = bytes((petition if myself is None else myself).iin_index or b"")
    if not own or own not in {one for iin in signers for one in keys.blind_indexes(iin, IIN_PURPOSE)}:
        message = _("Somebody else signed, or the petition does not name the petitioner's IIN. Choose another road.")
        raise OperationError(message, field="container", code="other_person")
    note_signature(petition=petition, actor=actor, at=at)


@operation
def note_signature(*, petition: Petition, actor: Actor, at: datetime) -> None:
    """Record that a second proof was given by a signature; asked again, now that the petition is locked."""
    locked = lock_petition(petition=petition)
    require_holder(locked, actor, at)
    record(subject=locked.subject, event="petition.proof_given", actor=actor, at=at, body={"by": "signature"})


def require_holder(petition: Petition, actor: Actor, at: datetime) -> None:
    """Raise NotAllowed unless `actor` holds the petition's code, or it is their own."""
    if not access.may(actor, "petition.prove", petition, at):
        raise NotAllowed()


def owner_of(petition: Petition) -> str:
    """Return what binds a short code to its purpose and its petition."""
    return f"proof:{petition.public_id}"
