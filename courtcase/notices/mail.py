"""Notices by e-mail, through Django's mail backend; what the server's answer means for the notice."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email

from courtcase.notices.identity import message_id
from courtcase.notices.outcomes import NotSent
from courtcase.notices.texts import Text, as_letter

# A server that answers has not taken the message; one that falls silent may have.
REFUSALS = (
    smtplib.SMTPHeloError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPAuthenticationError,
)


def send(*, to: str, text: Text, language: str, key: str, return_path: str = "") -> None:
    """Send one e-mail with plain text and HTML under a Message-ID made from `key`; it comes back to `return_path`, if any.

    Raises NotSent when it surely did not go (for good on an address the server refuses); anything else raised
    after the connection stood leaves open whether it went.
    """
    message = compose(to=to, text=text, language=language, key=key)
    if return_path:
        # The sender of the envelope; people see the Court's own address.
        message.extra_headers["From"], message.from_email = message.from_email, return_path
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:
        raise NotSent("mail_server_unreachable") from error
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _answer in error.recipients.values()]
        raise NotSent("recipient_refused", for_good=all(500 <= code < 600 for code in codes)) from error
    except REFUSALS as error:
        code = getattr(error, "smtp_code", 0)
        raise NotSent(f"server_refused {code}".strip(), for_good=False) from error
    finally:
        close_quietly(connection)


def compose(*, to: str, text: Text, language: str, key: str) -> EmailMultiAlternatives:
    """Return the e-mail. Raises NotSent for good when the address is not one."""
    try:
        validate_email(to)
    except ValidationError as error:
        raise NotSent("malformed_address", for_good=True) from error
    plain, html = as_letter(text, language)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    message = EmailMultiAlternatives(
        subject=text.title,
        body=plain,
        to=[to],
        headers={
            "Message-ID": message_id(key, domain=domain),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
            **leaving(text),
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def leaving(text: Text) -> dict[str, str]:
    """Return the headers by which a mail program offers to end such messages with one click; none where it may not."""
    if not text.leave_url:
        return {}
    return {"List-Unsubscribe": f"<{text.leave_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def close_quietly(connection: object) -> None:
    """Close a mail connection; a server that hangs up badly after taking the message is no failure of the message."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        return
