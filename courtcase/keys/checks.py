"""What `manage.py check` says of the key files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from courtcase.keys.files import missing_key_files


@register()
def key_files_usable(app_configs: Sequence[AppConfig] | None, **keywords: Any) -> list[CheckMessage]:
    """Name every key file that is missing or unreadable: without it what people wrote cannot be opened."""
    return [Error(line, id="keys.E001") for line in missing_key_files()]
