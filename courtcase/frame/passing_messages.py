"""Messages shown once on the next page: in a cookie of this very host alone, and in the session where that is full."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostOnlyCookie(CookieStorage):
    """Django's cookie of messages under our prefix, which a neighbour under the same domain cannot plant."""

    cookie_name = f"{settings.HOST_ONLY}messages"


class Passing(FallbackStorage):
    """What MESSAGE_STORAGE names."""

    storage_classes = (HostOnlyCookie, SessionStorage)
