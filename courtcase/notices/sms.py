"""Notices by text message: a client for any gateway that takes JSON over HTTP with a bearer token."""

from __future__ import annotations

import http.client
import ipaddress
import json
import re
import socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from courtcase.notices.kept import keep
from courtcase.notices.models import Notice
from courtcase.notices.outcomes import NotSent
from courtcase.notices.sms_costs import note_sent, refuse_above_limits
from courtcase.notices.texts import Text

TIMEOUT_SECONDS = 8.0
TELEPHONE = re.compile(r"\+[1-9][0-9]{7,14}\Z")
TRY_LATER = frozenset({408, 425, 429, 503})


def send(*, to: str, text: Text, language: str, key: str) -> None:
    """Send one text message, or keep it in demo mode.

    Raises NotSent when it surely did not go; any other error leaves open whether it went.
    """
    number = re.sub(r"[\s()-]", "", to)
    if not TELEPHONE.match(number):
        raise NotSent("malformed_number", for_good=True)
    if settings.IS_DEMO:
        keep(reference=key, channel=Notice.Channel.SMS, to=number, title="", text=text.body, language=language)
        return
    refuse_above_limits(number)
    body = json.dumps({"to": number, "text": text.body, "reference": key}, ensure_ascii=False).encode()
    judge(post(checked_gateway(), body=body, key=key))
    note_sent(number)


def checked_gateway() -> SplitResult:
    """Return the gateway's address from the settings after checking that we may call it.

    The host must be on the list of COURTCASE_SMS_HOSTS, and the address must be https (http only to this machine).
    Raises NotSent otherwise: a mistake of configuration, mended without losing a message.
    """
    address = urlsplit(settings.SMS_URL)
    if not address.hostname:
        raise NotSent("gateway_not_configured")
    if address.hostname not in settings.SMS_HOSTS:
        raise NotSent("gateway_not_on_list")
    is_here = address.hostname in {"localhost", "127.0.0.1", "::1"}
    if address.scheme != "https" and not (address.scheme == "http" and is_here and not settings.IS_PRODUCTION):
        raise NotSent("gateway_not_https")
    return address


def refuse_inner_address(connection: http.client.HTTPConnection) -> None:
    """Refuse a gateway whose name leads to a link-local address, where clouds keep their credentials."""
    peer = ipaddress.ip_address(connection.sock.getpeername()[0])
    if peer.is_link_local or peer.is_multicast or peer.is_unspecified:
        connection.close()
        raise NotSent("gateway_at_inner_address")


def post(address: SplitResult, *, body: bytes, key: str) -> int:
    """Post `body` and return the status of the answer. Redirects are not followed.

    Raises NotSent when no connection came to be; OSError or HTTPException when it broke after that.
    """
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(str(address.hostname), address.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.connect()
    except (OSError, socket.gaierror) as error:
        raise NotSent("gateway_unreachable") from error
    try:
        refuse_inner_address(connection)
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.SMS_TOKEN}",
            "Idempotency-Key": key,
        }
        connection.request("POST", path, body=body, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def judge(status: int) -> None:
    """Turn the gateway's status into an outcome: 2xx sent; busy, try later; refused, for good; else left open.

    Raises NotSent for a clear refusal and ConnectionError where the gateway itself cannot know.
    """
    if 200 <= status < 300:
        return
    if status in TRY_LATER or status in {401, 403}:
        raise NotSent(f"gateway_answered {status}")
    if status < 500:
        raise NotSent(f"gateway_answered {status}", for_good=True)
    raise ConnectionError(f"gateway answered {status}")
