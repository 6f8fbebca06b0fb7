"""The languages every text of the law, every number and every letter is kept in, in the order of the settings."""

from __future__ import annotations

from django.conf import settings

LANGUAGES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
