"""In demo mode nothing leaves the machine: messages are kept in a table and read in the application."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from courtcase.notices.models import KeptMail, Notice


def keep(*, reference: str, channel: str, to: str, title: str, text: str, language: str) -> None:
    """Keep one message; the same reference again changes nothing."""
    digest = hashlib.sha256(reference.encode()).hexdigest()
    row = KeptMail(
        message_key=digest, channel=channel, to=to[:320], title=title[:400], text=text, language=language[:2]
    )
    KeptMail.objects.bulk_create([row], ignore_conflicts=True)


class KeepingBackend(BaseEmailBackend):
    """Django's mail backend of demo mode: keeps every e-mail, those of sign-in included."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages and return how many there were."""
        for message in email_messages:
            keep(
                reference=message.extra_headers.get("Message-ID") or secrets.token_hex(16),
                channel=Notice.Channel.EMAIL,
                to=", ".join(message.recipients()),
                title=str(message.subject),
                text=str(message.body),
                language=message.extra_headers.get("Content-Language", ""),
            )
        return len(email_messages)
