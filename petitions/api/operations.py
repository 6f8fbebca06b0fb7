"""What a program asks of petitions, done once for each Idempotency-Key. Everything else is the filing room's."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

import rfc8785
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courtcase.documents.uploads import digest_of
from courtcase.keys.operations import blind_indexes, decrypt, encrypt
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from courtcase.people.operations.programs import done_before, once
from courtcase.register import receipt_code
from courtcase.signatures.verdicts import Outcome, Verdict
from petitions.content import PetitionContent
from petitions.filing.operations.attach import lay_received, receive_for
from petitions.filing.operations.file_at_once import Examined, Filed, examined_draft, file_approved, take_signed_draft
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.sign_electronically import examined, ready_to_sign, take_signed
from petitions.filing.operations.start_draft import start_draft
from petitions.filing.operations.submit_petition import submit_cure, submit_petition
from petitions.models import Attachment, Channel, Petition
from petitions.workflow import State

# What a tracking code is sealed for while a program may still ask for it again.
CODE_OF_REQUEST = "api.request.code"


def asked_once(
    *, key: str, asked: dict[str, Any], actor: Actor, at: datetime, do: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """Do what a program `asked`, once for its `key`; without a key, each time. Returns what came of it, and whether now."""
    if not key:
        return do(), True
    return once(account=actor.signed_in, key=key, input_digests=digests_of_request(asked), at=at, do=do)


def answered(*, key: str, asked: dict[str, Any], actor: Actor) -> dict[str, Any] | None:
    """Return what came of the same request before; None where it is to be done.

    Asked before a file is scanned or a signature verified: both take long, and nothing may be locked meanwhile.
    """
    if not key:
        return None
    return done_before(account=actor.signed_in, key=key, input_digests=digests_of_request(asked))


def digests_of_request(asked: dict[str, Any]) -> list[bytes]:
    """Return the digests by which a request is known again: one for each index key that is named, the current one first."""
    return blind_indexes(rfc8785.dumps(asked).decode(), "api.request")


@operation
def begin_petition(
    *, institution: Institution, language: str, words: PetitionContent, key: str, actor: Actor, at: datetime
) -> tuple[Petition, bool]:
    """Begin a petition of the institution in `language` with these words; return it, and whether it was begun just now.

    Raises OperationError, also where `key` came before with other words.
    """

    def do() -> dict[str, Any]:
        petition = start_draft(
            petitioner_kind=institution.kind,
            language=language,
            institution=institution,
            channel=Channel.API,
            actor=actor,
            at=at,
        ).petition
        if words:
            save_draft(petition=petition, part=words, actor=actor, at=at)
        return {"petition": petition.pk}

    asked = {"do": "begin", "language": language, "words": words}
    outcome, now = asked_once(key=key, asked=asked, actor=actor, at=at, do=do)
    return Petition.objects.get(pk=outcome["petition"]), now


class Sent(NamedTuple):
    """What came of a submission: the tracking code, and the petition with its words where they need not be read again."""

    code: str | None
    filed: Filed | None


def submit_by_program(
    *, petition: Petition, version: int, container: bytes, key: str, actor: Actor, at: datetime
) -> Sent:
    """Submit a petition, or the correction of a returned one; return its tracking code, and what is known of it.

    With a `container` it is filed by it. Without one an institution's is filed as its head approved it, and a citizen's
    waits for its signature. With a `key` the code is kept with the request, sealed by the key of the petition and
    forgotten with it: whoever did not get the answer asks again and is told the same code. Without one it is told this
    once. None for a correction, whose code is known. Raises NotAllowed, WrongState (not_approved), StaleVersion,
    TermPassed, OperationError.
    """
    told: dict[str, str] = {}
    filed: list[Filed] = []
    examined: Examined | None = None
    is_cure = petition.state == State.RETURNED

    def do() -> dict[str, Any]:
        code = receipt_code.generate()
        if examined is not None:
            take_signed_draft(examined=examined, container=container, code=code, version=version, actor=actor, at=at)
        else:
            found = send(petition=petition, code=code, version=version, actor=actor, at=at)
            filed.extend([found] if found is not None else [])
        if is_cure:
            return {"petition": petition.pk}
        told["code"] = code
        if not key:
            return {"petition": petition.pk}
        return {"petition": petition.pk, **code_sealed(petition, code)}

    asked = {"do": "submit", "petition": petition.pk, "version": version}
    if container:
        asked["file"] = sha256(container).hexdigest()
    outcome, now = answered(key=key, asked=asked, actor=actor) if container else None, False
    if outcome is None:
        if container:
            examined = examined_draft(petition=petition, container=container, actor=actor, at=at)
        outcome, now = asked_once(key=key, asked=asked, actor=actor, at=at, do=do)
    return Sent(told.get("code") if now else code_opened(petition, outcome), filed[0] if filed else None)


def code_sealed(petition: Petition, code: str) -> dict[str, str]:
    """Return what is kept with a request of a tracking code, for whoever asks again: sealed by the petition's key."""
    sealed = encrypt(code.encode(), data_key=petition.data_key, purpose=CODE_OF_REQUEST)
    return {"sealed_code": b64encode(sealed).decode()}


def code_opened(petition: Petition, outcome: dict[str, Any]) -> str | None:
    """Return the tracking code kept with a request; None where none was."""
    if "sealed_code" not in outcome:
        return None
    sealed = b64decode(outcome["sealed_code"])
    return decrypt(sealed, data_key=petition.data_key, purpose=CODE_OF_REQUEST).decode()


def send(*, petition: Petition, code: str, version: int, actor: Actor, at: datetime) -> Filed | None:
    """Submit without a signed container, by the road that is there: the head's approval, or, for a citizen, later signature.

    Returns what was filed by approval, as it was written just now.
    """
    if petition.institution_id is not None:
        return file_approved(petition=petition, code=code, version=version, actor=actor, at=at)
    if petition.state == State.RETURNED:
        submit_cure(petition=petition, actor=actor, at=at, version=version)
    else:
        submit_petition(petition=petition, code=code, actor=actor, at=at, version=version)
    return None


def sign_by_program(
    *, petition: Petition, container: bytes, version: int, key: str, actor: Actor, at: datetime
) -> Verdict:
    """Bring the signature of the document of a petition, once for each `key`; return what was found of it.

    A second request is told the first one's outcome and nothing is verified again. Raises what `sign_electronically`
    does; the key is then free for another try.
    """

    asked = {"do": "sign", "petition": petition.pk, "version": version, "file": sha256(container).hexdigest()}
    outcome = answered(key=key, asked=asked, actor=actor)
    if outcome is None:
        found, signable = ready_to_sign(petition=petition, actor=actor, at=at)
        verdict = examined(container=container, signable=signable, at=at)
        told = {"petition": petition.pk, "verdict": str(verdict.outcome), "reason": verdict.reason}

        def do() -> dict[str, Any]:
            take_signed(
                petition=found,
                signable=signable,
                container=container,
                verdict=verdict,
                version=version,
                actor=actor,
                at=at,
            )
            return told

        outcome, _now = asked_once(key=key, asked=asked, actor=actor, at=at, do=do)
    return Verdict(Outcome(outcome["verdict"]), outcome["reason"])


def attach_by_program(
    *, petition: Petition, uploaded: UploadedFile, purpose: str, key: str, actor: Actor, at: datetime
) -> tuple[Attachment, bool]:
    """Lay a file with a petition; return the attachment, and whether it was laid just now.

    Raises OperationError beside `attachment`, also where `key` came before with another file, NotAllowed, WrongState.
    """

    asked = {"do": "attach", "petition": petition.pk, "purpose": purpose, "file": digest_of(uploaded)}
    outcome, now = answered(key=key, asked=asked, actor=actor), False
    if outcome is None:
        received = receive_for(
            petition=petition, uploaded=uploaded, purpose=purpose, may_wait=False, actor=actor, at=at
        )

        def do() -> dict[str, Any]:
            return {
                "attachment": lay_received(petition=petition, received=received, purpose=purpose, actor=actor, at=at).pk
            }

        outcome, now = asked_once(key=key, asked=asked, actor=actor, at=at, do=do)
    return Attachment.objects.select_related("document").get(pk=outcome["attachment"]), now


def checked_key(key: str) -> str:
    """Return an Idempotency-Key as sent; raises OperationError for one that is long or not plain."""
    if len(key) > 80 or not key.isascii() or not key.isprintable():
        raise OperationError(_("Idempotency-Key: at most 80 plain signs."), code="invalid_key")
    return key
