"""A mail backend that has sent and then takes its time to say so: the moment in which a worker may be killed."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

PAUSE_SECONDS = 20.0


class SlowBackend(EmailBackend):
    """Sends for real, then waits before returning."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send and wait."""
        count = super().send_messages(email_messages)
        time.sleep(PAUSE_SECONDS)
        return count
