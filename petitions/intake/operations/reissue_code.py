from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.keys import operations as keys
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register import receipt_code
from courtcase.register.operations import record
from petitions import access
from petitions.content import open_content
from petitions.models import OneTimeCode, Petition, Petitioner
from petitions.own_codes import own_code
from petitions.signatories import remaining
from petitions.steps import lock_petition
from petitions.telling import tell_one, tell_petitioner
from petitions.versions import as_told
from petitions.workflow import State


class CodeReason(models.TextChoices):
    """Why a new code is given out."""

    LOST = "lost", _("The code was lost")
    SEEN = "seen", _("Somebody else may have seen the code")
    NEVER_CAME = "never_came", _("The code never reached the petitioner")


@operation
def reissue_code(
    *,
    petition: Petition,
    identity_seen: bool,
    reason: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    petitioner: int | None = None,
) -> str:
    """Give a petition, or one of several who petition together, a new code and return it: shown once, stored nowhere.

    `petitioner` is the row of whoever stands at the desk, where several petition together; without it the code is that of
    who filed. The old code opens nothing from now on: every session that held it loses the petition, second proofs and
    codes under way with it; the others' codes, and accounts, keep what is theirs. Only whose code it is is told. Raises
    OperationError beside `identity_seen`, `reason` or `petitioner`, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    if not access.may(actor, "petition.reissue_code", locked, at):
        raise NotAllowed()
    if locked.state == State.DRAFT:
        raise WrongState(_("A draft belongs to its writer alone: the Court does not know whose it is."))
    if not identity_seen:
        raise OperationError(_("Look at the identity document first."), field="identity_seen")
    if reason not in CodeReason.values:
        raise OperationError(_("Choose why a new code is needed."), field="reason")
    whose = petitioner_of(locked, petitioner)
    code, before = new_code(locked) if whose is None or whose.is_first else new_own_code(locked, whose)
    codes = OneTimeCode.objects.filter(petition=locked, used_at=None, revoked_at=None)
    if whose is not None and not whose.is_first:
        codes = codes.filter(petitioner=whose)
    codes.update(revoked_at=at)
    body = {"reason": reason, "identity": "seen", "codes_before": before}
    if whose is not None:
        body["petitioner"] = whose.position + 1
    record(subject=locked.subject, event="petition.code_reissued", actor=actor, at=at, body=body)
    if whose is None:
        tell_petitioner(petition=locked, event="petition.code_reissued", at=at)
    else:
        words = open_content(locked, as_told(locked))
        tell_one(petition=locked, petitioner=whose, content=words, event="petition.code_reissued", at=at)
    return code


def petitioner_of(petition: Petition, petitioner: int | None) -> Petitioner | None:
    """Return the row of whose code it is; None: of who filed, and of who petitions alone. Raises OperationError."""
    if petitioner is None:
        return None
    found = next((one for one in remaining(petition) if one.pk == petitioner), None)
    if found is None:
        raise OperationError(_("Choose who stands at the desk."), field="petitioner")
    return found


def new_code(petition: Petition) -> tuple[str, int]:
    """Give a locked petition a new code; return it, and how many it had before."""
    code = receipt_code.generate()
    petition.code_digest, petition.holder_digest = keys.code_hmac(code), None
    petition.code_epoch += 1
    petition.version += 1
    rows.update(petition, ["code_digest", "holder_digest", "code_epoch", "version"])
    return code, petition.code_epoch


def new_own_code(petition: Petition, petitioner: Petitioner) -> tuple[str, int]:
    """Give one of several petitioners of a locked petition a new code of their own; return it, and how many there were."""
    petitioner.code_epoch += 1
    code = own_code(petition, key=petitioner.key, epoch=petitioner.code_epoch)
    petitioner.code_digest = keys.code_hmac(code)
    rows.update(petitioner, ["code_digest", "code_epoch"])
    petition.version += 1
    rows.update(petition, ["version"])
    return code, petitioner.code_epoch
