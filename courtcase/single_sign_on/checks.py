"""Checks at the start: a provider is named wholly, and by addresses that tokens may travel by."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from courtcase.single_sign_on.configuration import is_safe


@register()
def provider_is_whole(app_configs: Any, **keywords: Any) -> list[CheckMessage]:
    """Fail the start when sign-in by a provider is half configured or would send its secret in the clear."""
    named = [settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET]
    if not any(named):
        return []
    faults: list[CheckMessage] = []
    if not all(named):
        words = "COURTCASE_OIDC_ISSUER, COURTCASE_OIDC_CLIENT_ID and COURTCASE_OIDC_CLIENT_SECRET go together: set all or none."
        faults.append(Error(words, id="single_sign_on.E001"))
    faults += [
        Error("COURTCASE_OIDC_ISSUER and COURTCASE_OIDC_ORIGINS must begin with https://.", id="single_sign_on.E002")
        for address in (settings.OIDC_ISSUER, *settings.OIDC_ORIGINS)
        if address and not is_safe(address)
    ]
    if bool(settings.OIDC_CLAIM) != bool(settings.OIDC_CLAIM_VALUES):
        words = "COURTCASE_OIDC_CLAIM and COURTCASE_OIDC_CLAIM_VALUES go together: set both or none."
        faults.append(Error(words, id="single_sign_on.E003"))
    return faults
