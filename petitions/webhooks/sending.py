"""Sending one delivery: what it says, how it is signed, and when a receiver that does not answer is let be."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

import rfc8785
import structlog
from django.core.cache import cache

from courtcase.notices.leases import NotNow
from courtcase.outgoing import NotReached, post
from courtcase.register.models import SealedEntry
from petitions.changes import change_of
from petitions.models import Delivery
from petitions.webhooks.operations import secrets_of

log = structlog.get_logger(__name__)

# A receiver that did not answer is let be for so long: a thousand messages owed to it would else keep a worker busy.
REST_SECONDS = 60
USER_AGENT = "Courtcase-Webhook/1"


class NotTaken(NotReached):
    """The receiver answered, and did not say that it has the message."""


def deliver(*, delivery: Delivery, at: datetime) -> None:
    """Send a delivery. Raises NotReached where it is to be tried again; nothing is sent to a webhook that was ended.

    Raises NotNow while its receiver is let be: that counts as no attempt.
    """
    webhook = delivery.webhook
    if webhook.ended_at is not None:
        return
    resting = f"webhook:rests:{webhook.pk}"
    if until := cache.get(resting):
        raise NotNow("receiver_rests", until=until)
    body = body_of(delivery)
    try:
        status = post(webhook.address, body=body, headers=headers_of(delivery, body=body, at=at))
        if not 200 <= status < 300:
            raise NotTaken(f"answered_{status}")
    except NotReached:
        cache.set(resting, at + timedelta(seconds=REST_SECONDS), timeout=REST_SECONDS)
        raise
    log.info("webhook_delivered", id=delivery.pk, status=status)


def body_of(delivery: Delivery) -> bytes:
    """Return the message: ids, numbers and states, the same bytes at each attempt but for numbers given meanwhile."""
    entry = SealedEntry.objects.select_related("event__subject__petition").get(event=delivery.event_id)
    return rfc8785.dumps({"delivery": str(delivery.public_id), **change_of(entry).told()})


def headers_of(delivery: Delivery, *, body: bytes, at: datetime) -> dict[str, str]:
    """Return the header fields of a message, its signatures among them."""
    return {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "Courtcase-Delivery": str(delivery.public_id),
        "Courtcase-Signature": signature_of(body, secrets=secrets_of(delivery.webhook, at), at=at),
    }


def signature_of(body: bytes, *, secrets: list[bytes], at: datetime) -> str:
    """Return the instant and, for each secret, the HMAC-SHA256 over the instant, a full stop and the body."""
    instant = int(at.timestamp())
    signed = f"{instant}.".encode() + body
    marks = [hmac.new(secret, signed, sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={instant}", *(f"v1={mark}" for mark in marks)])
