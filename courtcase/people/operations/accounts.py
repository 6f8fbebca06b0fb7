"""Operations on one account."""

from __future__ import annotations

import re
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account, RoleGrant
from courtcase.people.operations.recording import record_account
from courtcase.people.operations.sessions import end_sessions
from courtcase.people.permissions import may
from courtcase.people.plain_text import checked_reason, has_unprintable, squeezed
from courtcase.people.roles import Role
from courtcase.register.operations import open_subject

PHONE = re.compile(r"^\+[1-9][0-9]{7,14}$")


@operation
def register_account(
    *,
    email: str,
    full_name: str,
    language: str,
    actor: Actor,
    at: datetime,
    password: str | None = None,
    role: str | None = Role.CITIZEN,
    synthetic: bool = False,
) -> Account:
    """Create an account, with the role of citizen unless another or none is named, and return it.

    `password` is in the clear and hashed here; None: none can be used until one is set by recovery.
    Raises OperationError with field email, full_name or language.
    """
    address = email.strip().lower()
    refuse_taken(address)
    account = Account(
        subject=open_subject(kind="account", at=at),
        email=address,
        full_name=checked_name(full_name),
        language=checked_language(language),
        password=make_password(password),
        created_at=at,
        synthetic=synthetic,
    )
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:  # somebody else took the address between the look and the row
        refuse_taken(address)
        raise
    record_account(account=account, event="account.registered", actor=actor, at=at, body={"synthetic": synthetic})
    if role is not None:
        from courtcase.people.operations.grants import write_grant

        write_grant(account=account, role=role, reason="sign-up", actor=actor, at=at)
    return account


@operation
def change_details(*, account: Account, full_name: str, phone: str, actor: Actor, at: datetime) -> Account:
    """Change the name and telephone of one's own account; an empty `phone` removes it. Returns the changed account.

    Nobody signs in by a new number before a code sent to it was used.

    Raises NotAllowed for another's account, OperationError with field full_name or phone.
    """
    locked = lock_own(account=account, actor=actor, at=at)
    wanted = {"full_name": checked_name(full_name), "phone": checked_phone(phone)}
    changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, wanted[name])
    if "phone" in changed:
        locked.phone_confirmed_at = None
        locked.phone_codes.filter(used_at=None, revoked_at=None).update(revoked_at=at)
    if changed:
        locked.save(update_fields=[*changed, "phone_confirmed_at"])
        body = {"fields": ",".join(changed)}
        record_account(account=locked, event="account.details_changed", actor=actor, at=at, body=body)
    return locked


@operation
def change_language(*, account: Account, language: str, actor: Actor, at: datetime) -> Account:
    """Change the language in which the Court writes to this person. Raises NotAllowed, OperationError(field="language")."""
    locked = lock_own(account=account, actor=actor, at=at)
    if locked.language != checked_language(language):
        locked.language = language
        locked.save(update_fields=["language"])
        body = {"language": language}
        record_account(account=locked, event="account.language_changed", actor=actor, at=at, body=body)
    return locked


@operation
def change_shortcuts(*, account: Account, enabled: bool, actor: Actor, at: datetime) -> Account:
    """Switch the desk's single-key shortcuts on or off for this account: a taste, so the register is not told."""
    locked = lock_own(account=account, actor=actor, at=at)
    locked.keyboard_shortcuts = enabled
    locked.save(update_fields=["keyboard_shortcuts"])
    return locked


@operation
def deactivate_account(*, account: Account, reason: str, actor: Actor, at: datetime) -> Account:
    """Close an account: it may not sign in, its sessions end; its rows stay for the record.

    `reason` is the order that says so, without personal data. Raises NotAllowed, WrongState where it is closed already
    or the last administrator's, OperationError(field="reason").
    """
    if not may(actor, "administration.accounts", at) or actor.account == account:
        raise NotAllowed()
    from courtcase.people.operations.grants import keep_an_administrator

    if RoleGrant.objects.filter(account=account, role=Role.ADMINISTRATOR, revoked_at=None).exists():
        keep_an_administrator(without=Q(account=account), at=at)
    locked = Account.objects.select_for_update().get(pk=account.pk)
    if not locked.is_active:
        raise WrongState(_("This account is already closed."))
    locked.is_active = False
    locked.deactivated_at = at
    locked.deactivated_reason = checked_reason(reason)
    locked.save(update_fields=["is_active", "deactivated_at", "deactivated_reason"])
    body = {"sessions": end_sessions(locked)}
    record_account(account=locked, event="account.deactivated", actor=actor, at=at, body=body)
    return locked


def refuse_taken(address: str) -> None:
    """Raise OperationError(field="email") when an account has this e-mail (in lower case)."""
    if Account.objects.filter(email=address).exists():
        raise OperationError(_("This e-mail is already used by an account."), field="email", code="taken")


def lock_own(*, account: Account, actor: Actor, at: datetime) -> Account:
    """Return the account locked for change; raises NotAllowed unless it is the actor's own, or the system acts."""
    if not actor.is_system and (actor.account != account or not may(actor, "account.settings", at)):
        raise NotAllowed()
    return Account.objects.select_for_update().get(pk=account.pk)


def checked_name(full_name: str) -> str:
    """Return the name with single spaces; raises OperationError(field="full_name") when empty, too long or unprintable."""
    name = squeezed(full_name)
    if not name:
        raise OperationError(_("Write your full name."), field="full_name", code="required")
    if len(name) > 200 or has_unprintable(name):
        raise OperationError(
            _("Write the name with at most 200 ordinary characters."), field="full_name", code="invalid"
        )
    return name


def checked_phone(phone: str) -> str | None:
    """Return the telephone as +77011234567, None when empty; raises OperationError(field="phone")."""
    digits = re.sub(r"[\s()\-.]", "", phone)
    if not digits:
        return None
    if re.fullmatch(r"8[0-9]{10}", digits):  # how it is dialled inside Kazakhstan
        digits = "+7" + digits[1:]
    if re.fullmatch(r"7[0-9]{10}", digits):
        digits = "+" + digits
    if not PHONE.match(digits):
        raise OperationError(_("Write the telephone like +7 701 123 45 67."), field="phone", code="invalid")
    return digits


def checked_language(language: str) -> str:
    """Return the language code; raises OperationError(field="language") when it is not one of ours."""
    if language not in dict(settings.LANGUAGES):
        raise OperationError(_("Choose one of the languages."), field="language", code="invalid")
    return language
