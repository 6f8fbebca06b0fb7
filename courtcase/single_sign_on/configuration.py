"""What the environment says of the provider by which staff sign in (docs/single-sign-on.md)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def is_offered() -> bool:
    """Say whether staff may sign in by a provider at this installation."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID and settings.OIDC_CLIENT_SECRET)


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address, as `https://login.court.example`; empty where it has none of ours."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} and parts.netloc else ""


def origins() -> frozenset[str]:
    """Return the origins at which the provider may have its addresses: the issuer's own and those that are named."""
    return frozenset(origin for one in (settings.OIDC_ISSUER, *settings.OIDC_ORIGINS) if (origin := origin_of(one)))


def is_safe(address: str) -> bool:
    """Say whether the provider's tokens may travel by an address: https, or this very machine outside production."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE and not settings.IS_PRODUCTION)
