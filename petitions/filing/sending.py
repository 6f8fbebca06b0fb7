"""Messages that carry a code: handed over at once and kept nowhere, unlike those of the outbox, whose texts may be told later."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import structlog
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from courtcase.notices import mail, sms
from courtcase.notices.texts import Text, written_text

log = structlog.get_logger(__name__)


def send_now(
    *, channel: str, to: str, title: Promise | str, template: str, values: Mapping[str, Any], language: str
) -> bool:
    """Send a message by e-mail or SMS in `language` and say whether it went; `template` stands in filing/messages/.

    A server that is down breaks no page: it is logged without address and text, and the caller says so to the person.
    """
    ending = "sms.txt" if channel == "sms" else "txt"
    with override(language):
        given = {**values, "public_address": settings.PUBLIC_ADDRESS}
        text = Text(title=str(title), body=written_text(f"filing/messages/{template}.{ending}", given))
    send = sms.send if channel == "sms" else mail.send
    try:
        send(to=to, text=text, language=language, key=secrets.token_hex(32))
    except Exception as error:  # noqa: BLE001 - whatever the server did, the person is offered another road
        log.warning("code_not_sent", template=template, channel=channel, error=type(error).__name__)
        return False
    return True
