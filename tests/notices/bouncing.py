"""Messages that come back, as mail servers write them."""

from __future__ import annotations

import hmac
from hashlib import sha256

DOMAIN, SECRET = "back.court.example", "whsec_example"
MESSAGE = """\
Return-Path: <>
Delivered-To: {to}
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=b"

--=b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--=b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; aigerim@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <aigerim@example.org>: Recipient address rejected

--=b
Content-Type: text/rfc822-headers

Subject: Told & heard

--=b--
"""


def returned(to: str, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    """Return the report of a mail server about an e-mail whose return path is `to`."""
    return MESSAGE.format(to=to, status=status, action=action).encode()


def signature(raw: bytes, instant: int, secret: str = SECRET) -> str:
    """Return the header by which a provider signs."""
    mark = hmac.new(secret.encode(), f"{instant}.".encode() + raw, sha256).hexdigest()
    return f"t={instant},v1={mark}"
