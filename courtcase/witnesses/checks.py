"""What `manage.py check` says of how witnesses and time stamps are configured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug

from courtcase.register.stamps import StampRefused, authorities


@register()
def witnesses_usable(app_configs: Sequence[AppConfig] | None, **keywords: Any) -> list[CheckMessage]:
    """Name each witness that is neither a word nor an address, and certificates that cannot be read."""
    found: list[CheckMessage] = []
    for word in settings.ROOT_WITNESSES:
        try:
            (validate_email if "@" in word else validate_slug)(word)
        except ValidationError:
            line = "COURTCASE_ROOT_WITNESSES holds what is no role, kind of institution or e-mail address."
            found.append(Error(line, id="witnesses.E001"))
    if settings.TIMESTAMP_URL:
        try:
            authorities(settings.TIMESTAMP_CERTIFICATES)
        except StampRefused:
            line = "COURTCASE_TIMESTAMP_CERTIFICATES names no file of certificates: no time stamp could be trusted."
            found.append(Error(line, id="witnesses.E002"))
    return found
