"""The provider tells us itself that somebody signed out there (OpenID Connect Back-Channel Logout 1.0)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache

from courtcase.single_sign_on.provider import ProviderFailed
from courtcase.single_sign_on.tokens import LEEWAY_SECONDS, signed_for_us

EVENT = "http://schemas.openid.net/event/backchannel-logout"
NEEDED = ["iss", "aud", "iat", "exp", "jti", "events"]
# How old a word may be that says when it ends much later: two minutes are what the standard thinks of (2.4).
OLDEST_SECONDS = 600


@dataclass(frozen=True)
class SignOut:
    """Whom the provider signed out: a person, one of the person's sessions, or both; what is not named is empty.

    `jti` is what its word is called.
    """

    issuer: str
    sub: str
    sid: str
    jti: str


def told_by(token: str) -> SignOut:
    """Return whom a logout token signs out, after all that the standard asks (2.6). Raises ProviderFailed."""
    claims = signed_for_us(token, needed=NEEDED)
    events = claims["events"]
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise ProviderFailed("no_sign_out")
    if "nonce" in claims:  # an ID token, sent where it does not belong
        raise ProviderFailed("nonce_in_sign_out")
    sub, sid = (worded(claims.get(name)) for name in ("sub", "sid"))
    if not sub and not sid:
        raise ProviderFailed("nobody_named")
    if time.time() - float(claims["iat"]) > OLDEST_SECONDS + LEEWAY_SECONDS:
        raise ProviderFailed("old_sign_out")
    told = SignOut(settings.OIDC_ISSUER, sub, sid, worded(claims["jti"]))
    if cache.get(name_of(told)):
        raise ProviderFailed("repeated_sign_out")
    return told


def worded(claim: Any) -> str:
    """Return a claim that is a name; empty for what is none."""
    return claim if isinstance(claim, str) else ""


def remember(told: SignOut) -> None:
    """Remember a word that was followed, for as long as it could be taken again.

    Not before: a word that could not be followed the provider sends once more. One that comes twice at once, or while the
    memory is away, is taken twice: it ends sessions, and opens none.
    """
    cache.set(name_of(told), 1, OLDEST_SECONDS + 3 * LEEWAY_SECONDS)


def name_of(told: SignOut) -> str:
    """Return under which name a word is remembered."""
    return f"oidc:sign-out:{told.issuer}:{told.jti}"
