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
from petitions.models import OneTimeCode, Petition
from petitions.steps import lock_petition
from petitions.telling import tell_petitioner
from petitions.workflow import State


class CodeReason(models.TextChoices):
    """Why a new code is given out."""

    LOST = "lost", _("The code was lost")
    SEEN = "seen", _("Somebody else may have seen the code")
    NEVER_CAME = "never_came", _("The code never reached the petitioner")


@operation
def reissue_code(
    *, petition: Petition, identity_seen: bool, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> str:
    """Give a petition a new code and return it: shown once, stored nowhere. The old one opens nothing from now on.

    Every session that held the old code loses the petition, second proofs and codes under way with it; accounts keep
    what is theirs. Raises OperationError beside `identity_seen` or `reason`, NotAllowed, WrongState, StaleVersion.
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
    code = receipt_code.generate()
    locked.code_digest, locked.holder_digest = keys.code_hmac(code), None
    locked.code_epoch += 1
    locked.version += 1
    rows.update(locked, ["code_digest", "holder_digest", "code_epoch", "version"])
    OneTimeCode.objects.filter(petition=locked, used_at=None, revoked_at=None).update(revoked_at=at)
    body = {"reason": reason, "identity": "seen", "codes_before": locked.code_epoch}
    record(subject=locked.subject, event="petition.code_reissued", actor=actor, at=at, body=body)
    tell_petitioner(petition=locked, event="petition.code_reissued", at=at)
    return code
