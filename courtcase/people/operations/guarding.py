"""Telling the register that the way into an account was changed."""

from __future__ import annotations

from datetime import datetime

from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.operations.recording import record_account

# Every change of this kind is followed by a letter of django-allauth's; by the letter's template we know what it was.
EVENT_OF_LETTER: dict[str, tuple[str, dict[str, str]]] = {
    "account/email/email_changed": ("account.email_changed", {}),
    "account/email/password_changed": ("account.password_changed", {}),
    "account/email/password_set": ("account.password_changed", {}),
    "account/email/password_reset": ("account.password_recovered", {}),
    "mfa/email/totp_activated": ("account.second_factor_added", {"factor": "app"}),
    "mfa/email/totp_deactivated": ("account.second_factor_removed", {"factor": "app"}),
    "mfa/email/webauthn_added": ("account.second_factor_added", {"factor": "passkey"}),
    "mfa/email/webauthn_removed": ("account.second_factor_removed", {"factor": "passkey"}),
    "mfa/email/recovery_codes_generated": ("account.recovery_codes_made", {}),
}


@operation
def record_guarding(*, account: Account, letter: str, actor: Actor, at: datetime) -> bool:
    """Record the change of which the letter `letter` (the prefix of its template) tells; return whether it tells of one.

    The event names what was changed and never to what.
    """
    if letter not in EVENT_OF_LETTER:
        return False
    event, body = EVENT_OF_LETTER[letter]
    record_account(account=account, event=event, actor=actor, at=at, body=body)
    return True
