"""The three ends of screening: back to the petitioner, on to the Chair, or to a body that can help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Ground
from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account, Institution
from petitions.content import seal_text
from petitions.forwarding import open_to_body, sent_back_by
from petitions.models import Forwarding, LaidPetition, Petition, Return
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
    returned_by: Account | None = None,
    is_told: bool = True,
    version: int | None = None,
) -> Return:
    """Let a return on grounds of art. 47(2) take effect: what a clerk prepared does so when it leaves (`docs/letters.md`).

    Where every ground is of a kind to be cured, the month for it begins and the day of first filing will be kept.
    `returned_by` is who prepared it, where that is not the actor; not `is_told` where a letter about another petition of
    the same person tells of it.
    Raises OperationError beside `grounds` or `explanation`, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    chosen, why = checked_grounds(locked, grounds, at=at), checked_words(explanation)
    curable = all(ground.curable for ground in chosen)
    take_step(
        petition=locked,
        step="return",
        without=() if curable else ("cure",),
        actor=actor,
        at=at,
        body={"grounds": " ".join(ground.code for ground in chosen)},
        content=explanation.encode(),
    )
    returned = Return.objects.create(
        petition=locked,
        sealed_explanation=seal_text(locked, why),
        returned_by=returned_by or actor.signed_in,
        returned_at=at,
        cure_until=open_due(locked.subject, "cure"),
    )
    returned.grounds.set(chosen)
    if is_told:
        tell_petitioner(petition=locked, event="petition.returned", at=at)
    return returned


def checked_grounds(petition: Petition, grounds: Sequence[Ground], *, at: datetime) -> list[Ground]:
    """Return the grounds of a return. Raises OperationError beside `grounds` for none, or one not of the day of filing."""
    allowed = {ground.pk for ground in grounds_on(kind="return", day=petition.filed_on or court_day(at))}
    if not grounds or any(ground.pk not in allowed for ground in grounds):
        raise OperationError(_("Choose at least one ground of return."), field="grounds")
    return list(grounds)


def checked_words(explanation: str) -> str:
    """Return why this case. Raises OperationError beside `explanation` for less than a sentence."""
    why = explanation.strip()
    if len(why) < 20:
        raise OperationError(_("Write why this petition is returned: at least one sentence."), field="explanation")
    return why


def require_no_return(petition: Petition) -> None:
    """Raise WrongState where a return of a locked petition is prepared, or a reply to its stack names it.

    It is undone first, so that nobody is told two things.
    """
    if petition.prepared_returns.filter(outcome="").exists():
        raise WrongState(_("A return of this petition is prepared already: undo it first."))
    named = LaidPetition.objects.filter(petition=petition, taken_off_at=None, reply__isnull=False, returned=None)
    if named.exists():
        raise WrongState(_("A reply names this petition: undo the reply first."))


@operation
def pass_to_chair(*, petition: Petition, actor: Actor, at: datetime, version: int | None = None) -> Petition:
    """Pass a screened petition on to the Chair, who names judges (art. 48). Raises NotAllowed, WrongState, StaleVersion."""
    locked = lock_petition(petition=petition, version=version)
    require_no_return(locked)
    take_step(petition=locked, step="pass_to_chair", actor=actor, at=at)
    tell_petitioner(petition=locked, event="petition.passed_to_chair", at=at)
    return locked


@operation
def forward_petition(
    *,
    petition: Petition,
    body: str,
    reason: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    institution: Institution | None = None,
) -> Forwarding:
    """Forward a petition to `body`, which can help where this Court cannot, and say why.

    Where it has an account here (`institution`), its people read the petition here once the petitioner agreed.
    Raises OperationError beside `body` or `reason`, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    if not body.strip():
        raise OperationError(_("Choose the body."), field="body")
    if len(reason.strip()) < 20:
        raise OperationError(_("Write why it is forwarded: at least one sentence."), field="reason")
    if body.strip() in sent_back_by(locked):
        raise OperationError(_("This body answered already that it cannot help. Choose another."), field="body")
    require_no_return(locked)
    take_step(petition=locked, step="forward", actor=actor, at=at, content=reason.encode())
    forwarding = Forwarding.objects.create(
        petition=locked,
        body=body.strip()[:300],
        institution=institution,
        sealed_reason=seal_text(locked, reason.strip()),
        forwarded_by=actor.signed_in,
        forwarded_at=at,
    )
    open_to_body(forwarding, locked, at=at)
    tell_petitioner(petition=locked, event="petition.forwarded", at=at)
    return forwarding
