"""Reading what a mail server says of an e-mail that it could not deliver (RFC 3464), or a provider's short word of it."""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from uuid import UUID

from courtcase.notices.return_paths import notice_named

LONGEST = 1024 * 1024
STATUS = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
# Headers in which a mail server writes to whom it delivers.
DELIVERED_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
# “Delivery time expired” is said when the server has given up: nothing comes after it.
GIVEN_UP = "4.4.7"


@dataclass(frozen=True)
class Report:
    """Which notice came back, with which status (5.1.1), and whether for good."""

    notice: UUID
    status: str
    is_final: bool


def report_of(raw: bytes, *, delivered_to: str = "") -> Report | None:
    """Return what a message to one of our return paths reports; None where it is for none, or reports no failure.

    `delivered_to` is the address of the envelope, where the mail server says it; else the headers are asked.
    """
    message = email.message_from_bytes(raw[:LONGEST], policy=email.policy.compat32)
    headers = [str(value) for name in DELIVERED_TO for value in message.get_all(name, [])]
    notice = first_named([delivered_to] if delivered_to else headers)
    found = sorted(statuses_in(message), key=lambda one: one.startswith("5"))
    return None if notice is None or not found else Report(notice, found[-1], is_for_good(found[-1]))


def report_in_json(raw: bytes) -> Report | None:
    """Return what {"recipient": our return path, "status": "5.1.1"} reports; None where it is not that."""
    try:
        said = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    notice, status = first_named([str(said.get("recipient", ""))]), str(said.get("status", ""))
    return None if notice is None or not STATUS.fullmatch(status) else Report(notice, status, is_for_good(status))


def first_named(addresses: Iterable[str]) -> UUID | None:
    """Return the notice that the first of our return paths among `addresses` was made for."""
    return next((found for one in addresses if (found := notice_named(one)) is not None), None)


def is_for_good(status: str) -> bool:
    """Say whether nothing more is tried: a status of class 5, or that the server has given up."""
    return status.startswith("5") or status == GIVEN_UP


def statuses_in(message: Message) -> Iterator[str]:
    """Yield the statuses of what failed or is late in the machine-readable part of a message."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, Message):
                continue
            found = STATUS.match(str(block.get("Status", "")).strip())
            if found and str(block.get("Action", "")).strip().lower() in {"failed", "delayed"}:
                yield found.group()
