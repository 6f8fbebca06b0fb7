"""What must hold before the outbox may work: templates for every event, functions for every line of the schedule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from courtcase.notices.registry import job_handlers
from courtcase.notices.schedule import DAILY, SCHEDULE
from courtcase.notices.texts import missing_templates


@register()
def check_notice_templates(**_keywords: Any) -> list[CheckMessage]:
    """Report events without a text and texts without an event."""
    folder = Path(settings.BASE_DIR) / "templates"
    return [Error(line, id="notices.E001") for line in missing_templates(folder)]


@register()
def check_schedule(**_keywords: Any) -> list[CheckMessage]:
    """Report lines of the schedule whose function or job handler does not exist."""
    wrong: list[CheckMessage] = []
    for line in SCHEDULE.values():
        try:
            import_string(line.function)
        except ImportError:
            wrong.append(Error(f"{line.name!r} names {line.function}, which does not exist", id="notices.E002"))
    for name, kind in DAILY.items():
        if kind not in job_handlers:
            wrong.append(Error(f"{name!r} owes jobs of {kind}, which nobody handles", id="notices.E003"))
    return wrong


@register()
def check_gateway(**_keywords: Any) -> list[CheckMessage]:
    """Report a gateway for text messages that would never be called."""
    from courtcase.notices.outcomes import NotSent
    from courtcase.notices.sms import checked_gateway

    if not settings.SMS_URL:
        return []
    try:
        checked_gateway()
    except NotSent as error:
        return [Error(f"COURTCASE_SMS_URL cannot be used: {error.reason}", id="notices.E004")]
    return []
