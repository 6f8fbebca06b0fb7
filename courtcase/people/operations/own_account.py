"""Closing one's own account: nobody signs in by it any more, what was personal in it is erased, the record stays."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account, RoleGrant
from courtcase.people.operations.grants import end_grant
from courtcase.people.operations.recording import record_account
from courtcase.people.operations.sessions import end_sessions
from courtcase.people.permissions import may, roles_of
from courtcase.people.roles import OF_INSTITUTION, STAFF

REASON = "closed by its owner"
UNUSED = "not used for the term of keeping"
PERSONAL = ["email", "phone", "phone_confirmed_at", "full_name", "password", "iin_ciphertext", "iin_index"]
CHANGED = [*PERSONAL, "is_active", "deactivated_at", "deactivated_reason"]


@operation
def close_own_account(*, account: Account, actor: Actor, at: datetime) -> Account:
    """Close the actor's own account and erase name, e-mail, telephone, IIN, password, second factors and sessions.

    What happened stays in the register under the account's random id, as the law's record asks. Raises NotAllowed, and
    WrongState for somebody who acts for the Court or an institution: that ends by those who gave the role.
    """
    if actor.account != account or not may(actor, "account.close", at):
        raise NotAllowed()
    locked = Account.objects.select_for_update(of=("self",)).select_related("subject").get(pk=account.pk)
    if not locked.is_active:
        raise WrongState(_("This account is already closed."))
    if (STAFF | OF_INSTITUTION) & roles_of(Actor.of(locked), at):
        raise WrongState(
            _("Your account acts for the Court or an institution. Ask whoever gave you the role to end it.")
        )
    end(locked, reason=REASON, actor=actor, at=at)
    record_account(account=locked, event="account.closed_by_owner", actor=actor, at=at)
    return locked


@operation
def close_unused_account(*, account: Account, unused_since: datetime, actor: Actor, at: datetime) -> bool:
    """Close and erase an account as its owner would, because nobody used it for its term; say whether it was closed.

    Who came back after `unused_since` keeps it. Raises NotAllowed for everybody but the system.
    """
    if not actor.is_system:
        raise NotAllowed()
    locked = Account.objects.select_for_update(of=("self",)).select_related("subject").get(pk=account.pk)
    if not locked.is_active or (locked.last_login or locked.created_at) > unused_since:
        return False
    end(locked, reason=UNUSED, actor=actor, at=at)
    record_account(account=locked, event="account.closed_unused", actor=actor, at=at)
    return True


def end(account: Account, *, reason: str, actor: Actor, at: datetime) -> None:
    """End the roles of a locked account and erase it."""
    for grant in RoleGrant.objects.filter(account=account, revoked_at=None).select_related("account"):
        end_grant(grant=grant, reason=reason, actor=actor, at=at)
    erase(account, reason=reason, at=at)


def erase(account: Account, *, reason: str, at: datetime) -> None:
    """Erase what is personal in a locked account and end every way into it."""
    with override(account.language):
        account.full_name = gettext("Closed account")
    account.is_active, account.deactivated_at, account.deactivated_reason = False, at, reason
    account.email = account.phone = account.phone_confirmed_at = account.iin_ciphertext = account.iin_index = None
    account.set_unusable_password()
    account.save(update_fields=CHANGED)
    EmailAddress.objects.filter(user=account).delete()
    account.phone_codes.all().delete()
    account.identities.all().delete()
    Authenticator.objects.filter(user=account).delete()
    end_sessions(account)
