"""The three ends of screening: back to the petitioner, on to the Chair, or to a body that can help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Ground
from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from petitions.content import seal_text
from petitions.models import Forwarding, Petition, Return
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_petitioner
from petitions.terms import open_due


@operation
def return_petition(
    *,
    petition: Petition,
    grounds: Sequence[Ground],
    explanation: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Return:
    """Return a petition on grounds of art. 47(2), each with its article, and say by hand why this case.

    Where every ground is of a kind to be cured, the month for it begins and the day of first filing will be kept.
    Raises OperationError beside `grounds` or `explanation`, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    allowed = {ground.pk for ground in grounds_on(kind="return", day=locked.filed_on or court_day(at))}
    if not grounds or any(ground.pk not in allowed for ground in grounds):
        raise OperationError(_("Choose at least one ground of return."), field="grounds")
    if len(explanation.strip()) < 20:
        raise OperationError(_("Write why this petition is returned: at least one sentence."), field="explanation")
    curable = all(ground.curable for ground in grounds)
    take_step(
        petition=locked,
        step="return",
        without=() if curable else ("cure",),
        actor=actor,
        at=at,
        body={"grounds": " ".join(ground.code for ground in grounds)},
        content=explanation.encode(),
    )
    returned = Return.objects.create(
        petition=locked,
        sealed_explanation=seal_text(locked, explanation.strip()),
        returned_by=actor.signed_in,
        returned_at=at,
        cure_until=open_due(locked.subject, "cure"),
    )
    returned.grounds.set(grounds)
    tell_petitioner(petition=locked, event="petition.returned", at=at)
    return returned


@operation
def pass_to_chair(*, petition: Petition, actor: Actor, at: datetime, version: int | None = None) -> Petition:
    """Pass a screened petition on to the Chair, who names judges (art. 48). Raises NotAllowed, WrongState, StaleVersion."""
    locked = lock_petition(petition=petition, version=version)
    take_step(petition=locked, step="pass_to_chair", actor=actor, at=at)
    tell_petitioner(petition=locked, event="petition.passed_to_chair", at=at)
    return locked


@operation
def forward_petition(
    *, petition: Petition, body: str, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Forwarding:
    """Forward a petition to `body`, which can help where this Court cannot, and say why.

    Raises OperationError beside `body` or `reason`, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    if not body.strip():
        raise OperationError(_("Choose the body."), field="body")
    if len(reason.strip()) < 20:
        raise OperationError(_("Write why it is forwarded: at least one sentence."), field="reason")
    take_step(petition=locked, step="forward", actor=actor, at=at, content=reason.encode())
    forwarding = Forwarding.objects.create(
        petition=locked,
        body=body.strip()[:300],
        sealed_reason=seal_text(locked, reason.strip()),
        forwarded_by=actor.signed_in,
        forwarded_at=at,
    )
    tell_petitioner(petition=locked, event="petition.forwarded", at=at)
    return forwarding
