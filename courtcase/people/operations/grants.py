"""Giving a role and taking it away."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account, Institution, RoleGrant, Team
from courtcase.people.operations.recording import record_account
from courtcase.people.permissions import ensure, forget_grants
from courtcase.people.plain_text import checked_reason
from courtcase.people.queries import valid_grants
from courtcase.people.roles import BENCH, OF_INSTITUTION, PROGRAMS, STAFF, Role

if TYPE_CHECKING:
    from courtcase.register.models import Subject


@operation
def grant_role(
    *,
    account: Account,
    role: str,
    reason: str,
    actor: Actor,
    at: datetime,
    institution: Institution | None = None,
    team: Team | None = None,
    subject: Subject | None = None,
    valid_from: date | None = None,
    judge: Account | None = None,
    valid_to: date | None = None,
) -> RoleGrant:
    """Give an account a role from `valid_from` (default: today in Almaty) to `valid_to` inclusive (default: until revoked).

    Nobody gives a role to themselves, and an administrator holds no other role of the Court. `judge` is whom an assistant
    helps: one grant for each. Raises NotAllowed, OperationError with field role, institution, subject, judge, valid_to or reason.
    """
    ensure(actor, "administration.roles", at)
    if actor.account == account:
        raise NotAllowed(_("You may not give a role to yourself."))
    return write_grant(
        account=account,
        role=role,
        reason=reason,
        actor=actor,
        at=at,
        institution=institution,
        team=team,
        subject=subject,
        judge=judge,
        valid_from=valid_from,
        valid_to=valid_to,
    )


@operation
def revoke_role(*, grant: RoleGrant, reason: str, actor: Actor, at: datetime) -> RoleGrant:
    """Take a role away from this moment on.

    Raises NotAllowed, WrongState where it was taken already or is the last administrator's.
    """
    ensure(actor, "administration.roles", at)
    return end_grant(grant=grant, reason=reason, actor=actor, at=at)


@operation
def admit_participant(*, account: Account, subject: Subject, reason: str, actor: Actor, at: datetime) -> RoleGrant:
    """Let an account read one case as its participant. Raises NotAllowed."""
    ensure(actor, "participant.admit", at)
    return write_grant(account=account, role=Role.PARTICIPANT, subject=subject, reason=reason, actor=actor, at=at)


@operation
def dismiss_participant(*, grant: RoleGrant, reason: str, actor: Actor, at: datetime) -> RoleGrant:
    """End a participant's role in one case. Raises NotAllowed, OperationError beside `reason`, WrongState where it has ended."""
    ensure(actor, "participant.admit", at)
    if grant.role != Role.PARTICIPANT:
        raise NotAllowed()
    return end_grant(grant=grant, reason=reason, actor=actor, at=at)


def write_grant(
    *,
    account: Account,
    role: str,
    reason: str,
    actor: Actor,
    at: datetime,
    institution: Institution | None = None,
    team: Team | None = None,
    subject: Subject | None = None,
    judge: Account | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    granted_by: Account | None = None,
) -> RoleGrant:
    """Write the row and its event; who may ask for it, the operations above have settled."""
    locked = Account.objects.select_for_update().get(pk=account.pk)  # two grants at once are judged one after the other
    grant = RoleGrant(
        account=locked,
        role=role,
        institution=institution,
        team=team,
        subject=subject,
        judge=judge,
        valid_from=valid_from or timezone.localdate(at),
        valid_to=valid_to,
        reason=checked_reason(reason),
        granted_by=granted_by or actor.account,
        granted_at=at,
    )
    check_grant(grant, at)
    grant.save(force_insert=True)
    forget_grants(Actor.of(account))
    record_account(account=locked, event="account.role_granted", actor=actor, at=at, body=body_of(grant))
    return grant


def end_grant(*, grant: RoleGrant, reason: str, actor: Actor, at: datetime) -> RoleGrant:
    """Mark the row as revoked and record it; raises WrongState where it was revoked already, or nobody would administer."""
    if grant.role == Role.ADMINISTRATOR:
        keep_an_administrator(without=Q(pk=grant.pk), at=at)
    locked = RoleGrant.objects.select_for_update(of=("self",)).select_related("account").get(pk=grant.pk)
    if locked.revoked_at is not None:
        raise WrongState(_("This role was already taken away."))
    locked.revoked_at = at
    locked.revoked_by = actor.account
    locked.revoked_reason = checked_reason(reason)
    locked.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    forget_grants(Actor.of(grant.account))
    record_account(account=locked.account, event="account.role_revoked", actor=actor, at=at, body=body_of(locked))
    return locked


def keep_an_administrator(*, without: Q, at: datetime) -> None:
    """Raise WrongState unless somebody else is an administrator at `at` once the grants `without` are gone.

    All such grants are locked first, so that two administrators who end each other's role are judged one after the other.
    """
    standing = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, revoked_at=None)
    known = list(standing.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    left = valid_grants(at).filter(pk__in=known, account__is_active=True).exclude(without)
    if not left.exists():
        raise WrongState(_("This is the last administrator. Give the role to somebody else first."))


def check_grant(grant: RoleGrant, at: datetime) -> None:
    """Raise OperationError where the grant contradicts itself or another one of the same account."""
    if grant.role not in Role.values:
        raise OperationError(_("Choose a role."), field="role", code="invalid")
    if not grant.account.is_active:
        raise OperationError(_("This account is closed."), field="role", code="closed")
    if (grant.role in OF_INSTITUTION) != (grant.institution is not None) and grant.role not in PROGRAMS:
        raise OperationError(
            _("Name the institution for this role, and only for it."), field="institution", code="invalid"
        )
    if grant.role == Role.PARTICIPANT and grant.subject is None:
        raise OperationError(_("Name the case of the participant."), field="subject", code="required")
    check_judge(grant, at)
    if grant.valid_to is not None and grant.valid_to < grant.valid_from:
        raise OperationError(_("The last day is before the first."), field="valid_to", code="invalid")
    standing = RoleGrant.objects.filter(account=grant.account).filter(Q(revoked_at=None) | Q(revoked_at__gt=at))
    held = {other.role for other in standing if other.valid_to is None or other.valid_to >= grant.valid_from}
    together = held | {grant.role}
    if grant.role in STAFF and Role.ADMINISTRATOR in together and len(together & STAFF) > 1:
        raise OperationError(_("An administrator may hold no other role of the Court."), field="role", code="conflict")
    if Role.ASSISTANT in together and together & BENCH:
        raise OperationError(_("A judge is nobody's assistant."), field="role", code="conflict")


def check_judge(grant: RoleGrant, at: datetime) -> None:
    """Raise OperationError unless an assistant's grant, and no other, names somebody else who serves as a judge."""
    if (grant.role == Role.ASSISTANT) != (grant.judge is not None):
        message = _("Name the judge whom the assistant helps; for another role leave it empty.")
        raise OperationError(message, field="judge", code="invalid")
    if grant.judge is None:
        return
    if grant.judge == grant.account or not valid_grants(at).filter(account=grant.judge, role__in=BENCH).exists():
        raise OperationError(_("Choose somebody who serves as a judge."), field="judge", code="invalid")


def body_of(grant: RoleGrant) -> dict[str, object]:
    """Return what the register keeps of a grant: ids and days; the reason, free text, stays in the row."""
    return {
        "grant": grant.pk,
        "role": grant.role,
        "institution": str(grant.institution.public_id) if grant.institution else None,
        "team": grant.team.code if grant.team else None,
        "judge": str(grant.judge.public_id) if grant.judge else None,
        "subject": str(grant.subject.uuid) if grant.subject else None,
        "valid_from": grant.valid_from.isoformat(),
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else None,
    }
