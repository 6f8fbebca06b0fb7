"""Institutions and the officers who act for them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account, Institution, RoleGrant
from courtcase.people.operations.accounts import register_account
from courtcase.people.operations.grants import end_grant, write_grant
from courtcase.people.permissions import ensure
from courtcase.people.plain_text import squeezed
from courtcase.people.queries import institutions_headed_by
from courtcase.people.roles import Role
from courtcase.register.operations import open_subject, record


@operation
def create_institution(
    *,
    name_kk: str,
    name_ru: str,
    name_en: str,
    kind: str,
    actor: Actor,
    at: datetime,
    address: str = "",
    bin: str = "",  # noqa: A002
    synthetic: bool = False,
) -> Institution:
    """Create an institution; `kind` is the code of a petitioner kind. Raises NotAllowed, OperationError(field="name_kk")."""
    ensure(actor, "administration.roles", at)
    names = {"name_kk": squeezed(name_kk), "name_ru": squeezed(name_ru), "name_en": squeezed(name_en)}
    for field, name in names.items():
        if not name or len(name) > 255:
            raise OperationError(_("Write the name in each language."), field=field, code="required")
    subject = open_subject(kind="institution", at=at)
    facts = {"kind": kind, "address": address, "bin": bin, "created_at": at, "synthetic": synthetic}
    institution = Institution(subject=subject, **names, **facts)
    institution.save(force_insert=True)
    record(subject=subject, event="institution.created", actor=actor, at=at, body={"kind": kind})
    return institution


@operation
def invite_officer(
    *, institution: Institution, email: str, full_name: str, actor: Actor, at: datetime
) -> tuple[RoleGrant, bool]:
    """Make the person with this e-mail an officer of the head's institution; creates the account where there is none.

    Returns the grant and whether the account is new (its owner then sets a password by recovery).
    Raises NotAllowed, OperationError with field email or full_name.
    """
    check_head(institution=institution, actor=actor, at=at)
    account = Account.objects.filter(email=email.strip().lower()).first()
    is_new = account is None
    if account is None:
        language = actor.account.language if actor.account else "kk"
        account = register_account(email=email, full_name=full_name, language=language, role=None, actor=actor, at=at)
    elif any(grant.is_valid(at) for grant in RoleGrant.objects.filter(account=account, institution=institution)):
        raise OperationError(_("This person already acts for the institution."), field="email", code="repeated")
    grant = write_grant(
        account=account,
        role=Role.INSTITUTION_OFFICER,
        institution=institution,
        reason="invited by the head",
        actor=actor,
        at=at,
    )
    return grant, is_new


@operation
def revoke_officer(*, grant: RoleGrant, actor: Actor, at: datetime) -> RoleGrant:
    """Take an officer's role away; raises NotAllowed unless the actor heads the institution, WrongState when done already."""
    if grant.role != Role.INSTITUTION_OFFICER or grant.institution is None:
        raise NotAllowed()
    check_head(institution=grant.institution, actor=actor, at=at)
    return end_grant(grant=grant, reason="revoked by the head", actor=actor, at=at)


def check_head(*, institution: Institution, actor: Actor, at: datetime) -> None:
    """Raise NotAllowed unless the actor heads this institution at `at`."""
    ensure(actor, "institution.officers", at)
    if not institutions_headed_by(actor, at).filter(pk=institution.pk).exists():
        raise NotAllowed()
