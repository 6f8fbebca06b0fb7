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
    """Whom the provider signed out: a person, one of the person's sessions, or both; what is not named is empty."""

    issuer: str
    sub: str
    sid: str


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
    if is_repeated(worded(claims["jti"])):
        raise ProviderFailed("repeated_sign_out")
    return SignOut(settings.OIDC_ISSUER, sub, sid)


def worded(claim: Any) -> str:
    """Return a claim that is a name; empty for what is none."""
    return claim if isinstance(claim, str) else ""


def is_repeated(jti: str) -> bool:
    """Say whether a token of this name came before, and remember it for as long as one can be taken.

    Where the memory is away a token may be taken twice: it ends sessions, and opens none.
    """
    return not cache.add(f"oidc:sign-out:{settings.OIDC_ISSUER}:{jti}", 1, OLDEST_SECONDS + 3 * LEEWAY_SECONDS)
