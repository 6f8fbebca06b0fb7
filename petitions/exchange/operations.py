"""Taking in one petition that came in a portal's file: whole, filed by the citizen's signature, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courtcase.documents.operations import Received, receive_upload
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import ApiRequest, Institution
from courtcase.people.permissions import ensure
from courtcase.register import receipt_code
from courtcase.signatures.models import Signable
from courtcase.signatures.operations import examine_bytes
from courtcase.signatures.verdicts import Outcome, Verdict
from petitions.api.operations import asked_once, code_opened, code_sealed
from petitions.api.portal_operations import begin_for_citizen
from petitions.exchange.lines import SignedPetition
from petitions.filing.operations.attach import lay_received
from petitions.filing.operations.file_at_once import Examined, Written, files_of, take_signed_draft
from petitions.filing.operations.sign_electronically import passed, require_set_up
from petitions.models import Petition
from petitions.versions import being_written, there
from petitions.workflow import UNFILED


@dataclass(frozen=True)
class Taken:
    """A petition that was taken in, `now` or from a line that came before; its code where it can be told."""

    petition: Petition
    code: str | None
    now: bool


def take_signed_petition(*, portal: Institution, line: SignedPetition, actor: Actor, at: datetime) -> Taken:
    """File a citizen's petition that came in a file of the portal; the same one a second time is found, not filed.

    The signature is verified and the attachments are examined before anything is stored or locked. Raises NotAllowed,
    and OperationError beside what is wrong, with code external_number_taken where the number is another petition's.
    """
    for action in ("petition.start", "petition.submit"):
        ensure(actor, action, at)
    known = taken_before(portal=portal, line=line, actor=actor)
    if known is not None:
        return known
    require_set_up()
    verdict = passed(examine_bytes(container=line.container, content=line.signed, at=at))
    received = receive_all(line)
    try:
        return take_in(portal=portal, line=line, verdict=verdict, received=received, actor=actor, at=at)
    finally:
        for one in received:
            one.written.path.unlink(missing_ok=True)


def taken_before(*, portal: Institution, line: SignedPetition, actor: Actor) -> Taken | None:
    """Return the petition that stands under the line's number; None for none.

    Raises OperationError where it is another than the one that was signed here.
    """
    known = Petition.objects.select_related("data_key").filter(portal=portal, external_number=line.number).first()
    if known is None:
        return None
    if not Signable.objects.filter(subject=known.subject_id, document__sha256=line.digest).exists():
        message = _("You have another petition of this number already.")
        raise OperationError(message, field="external_number", code="external_number_taken")
    asked = ApiRequest.objects.filter(account=actor.signed_in, key=key_of(line)).first()
    return Taken(known, code_opened(known, asked.outcome) if asked else None, now=False)


def receive_all(line: SignedPetition) -> list[Received]:
    """Have every attachment examined; raises OperationError beside the one that cannot be taken, and keeps none then."""
    received: list[Received] = []
    try:
        for file in line.files:
            received.append(receive_upload(uploaded=file))
    except OperationError as error:
        for one in received:
            one.written.path.unlink(missing_ok=True)
        error.field = f"attachments.{len(received)}"
        raise
    return received


@operation
def take_in(
    *,
    portal: Institution,
    line: SignedPetition,
    verdict: Verdict,
    received: list[Received],
    actor: Actor,
    at: datetime,
) -> Taken:
    """Do what `take_signed_petition` says with what was verified and examined, in one transaction."""
    told: dict[str, str] = {}

    def do() -> dict[str, Any]:
        petition, _now = begin_for_citizen(
            portal=portal,
            language=line.language,
            words=line.words,
            external_number=line.number,
            key="",
            actor=actor,
            at=at,
        )
        for purpose, one in zip(line.purposes, received, strict=True):
            lay_received(petition=petition, received=one, purpose=purpose, actor=actor, at=at)
        told["code"] = receipt_code.generate()
        filed = file_by(petition=petition, line=line, verdict=verdict, code=told["code"], actor=actor, at=at)
        return {"petition": filed.pk, **code_sealed(filed, told["code"])}

    asked = {"do": "take_in", "number": line.number, "signed": line.digest}
    outcome, now = asked_once(key=key_of(line), asked=asked, actor=actor, at=at, do=do)
    petition = Petition.objects.select_related("data_key").get(pk=outcome["petition"])
    return Taken(petition, told["code"] if now else code_opened(petition, outcome), now)


def file_by(
    *, petition: Petition, line: SignedPetition, verdict: Verdict, code: str, actor: Actor, at: datetime
) -> Petition:
    """File a draft by the signature over the bytes of its line; raises OperationError where somebody has not signed.

    Where the Court cannot tell of the signature, it waits for a clerk.
    """
    written = Written(
        content=line.signed,
        version=there(being_written(petition)).number,
        files=files_of(petition),
        filename="petition.json",
        content_type="application/json",
    )
    filed = take_signed_draft(
        examined=Examined(petition, written, verdict),
        container=line.container,
        code=code,
        version=petition.version,
        actor=actor,
        at=at,
    )
    if verdict.outcome == Outcome.VALID and filed.state in UNFILED:
        message = _("Not everybody who petitions has signed. Send the petition with the signatures of all.")
        raise OperationError(message, field="container", code="not_all_signed")
    return filed


def key_of(line: SignedPetition) -> str:
    """Return under which key a line is done once: the portal's own number, apart from what its programs choose by API."""
    return f"file: {line.number}"
