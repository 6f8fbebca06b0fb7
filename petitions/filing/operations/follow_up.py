"""What a petitioner may do with a petition that is on its way: reopen, withdraw, demand the Court's own decision."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.queries import accounts_with_role
from courtcase.people.roles import Role
from petitions.content import open_content, seal_content, seal_text
from petitions.filing.operations.petitioners import reopen_for_all
from petitions.letters.queries import returned_by_any
from petitions.models import Assignment, Petition, PetitionVersion, Withdrawal
from petitions.signatories import is_joint, must_leave_alone
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_petitioner, tell_staff, tell_working
from petitions.versions import written_last
from petitions.workflow import State


@operation
def reopen_draft(*, petition: Petition, actor: Actor, at: datetime, version: int | None = None) -> Petition:
    """Open a petition (or a cure) again that still waits for its signature; a new version begins with the same words.

    Raises NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    step = "reopen_cure" if locked.state == State.CURE_AWAITING_SIGNATURE else "reopen"
    take_step(petition=locked, step=step, actor=actor, at=at)
    latest = written_last(locked)
    words = reopen_for_all(locked, open_content(locked, latest)) if is_joint(locked) else None
    PetitionVersion.objects.create(
        petition=locked,
        number=latest.number + 1,
        sealed_content=latest.sealed_content if words is None else seal_content(locked, words),
        created_at=at,
        saved_at=at,
    )
    return locked


@operation
def withdraw_petition(
    *, petition: Petition, actor: Actor, at: datetime, reason: str = "", version: int | None = None
) -> Petition:
    """Withdraw a petition that is not yet decided; a reason that is said is kept for the Apparatus to read.

    Raises NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    require_alone(locked)
    take_step(
        petition=locked,
        step="withdraw",
        actor=actor,
        at=at,
        content=reason.encode() if reason else None,
    )
    keep_reason(petition=locked, reason=reason, at=at)
    tell_petitioner(petition=locked, event="petition.withdrawn", at=at)
    tell_working(petition=locked, event="petition.withdrawn", at=at, key="withdrawn")
    return locked


def keep_reason(*, petition: Petition, reason: str, at: datetime, key: str = "") -> None:
    """Keep why a locked petition was withdrawn, or why the petitioner of this `key` left it; nothing where nothing was said."""
    if reason:
        Withdrawal.objects.create(petition=petition, key=key, sealed_reason=seal_text(petition, reason), said_at=at)


def require_alone(petition: Petition) -> None:
    """Refuse to withdraw for others who petition too."""
    if must_leave_alone(petition):
        raise OperationError(_("Several people petition together: each withdraws alone, and the others go on."))


@operation
def demand_decision(*, petition: Petition, actor: Actor, at: datetime, version: int | None = None) -> Petition:
    """Demand the Court's own decision on a return (art. 47): whoever returned the petition has it no longer.

    Where nobody has it then, the head of intake is told. Raises NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    leaves_returner = returned_by_any(locked, [locked.assignee_id])
    changes = {"assignee": None} if leaves_returner else {}
    take_step(petition=locked, step="demand_decision", actor=actor, at=at, changes=changes)
    if leaves_returner:
        Assignment.objects.filter(petition=locked, ended_at=None).update(ended_at=at)
    tell_petitioner(petition=locked, event="petition.decision_demanded", at=at)
    if locked.assignee_id is None:
        for head in accounts_with_role(Role.HEAD_OF_INTAKE, at):
            tell_staff(petition=locked, account=head, event="petition.decision_demanded", at=at)
    return locked
