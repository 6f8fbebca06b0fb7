"""Whether an account proves itself by more than a password."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from courtcase.people.models import Account


def has_second_factor(account: Account) -> bool:
    """Say whether the account has an authenticator app or a passkey (recovery codes alone do not count)."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=account, type__in=kinds).exists()
