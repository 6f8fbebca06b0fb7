"""What makes a notice the same notice: one digest over whom it tells what, about which subject, how and why."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_address(address: dict[str, Any]) -> str:
    """Return one spelling for addresses that mean the same place: keys sorted, letter case and edges ignored."""
    folded = {key: " ".join(str(value).split()).casefold() for key, value in address.items() if value}
    return json.dumps(folded, sort_keys=True, ensure_ascii=False)


def notice_key(*, subject_id: int, event: str, recipient: str, channel: str, occasion: str) -> str:
    """Return the 64 hexadecimal digits by which a notice is unique.

    `recipient` is an account's id or the blind index of an address; `occasion` tells apart two facts of one name.
    """
    parts = json.dumps([subject_id, event, recipient, channel, occasion], ensure_ascii=False)
    return hashlib.sha256(parts.encode()).hexdigest()


def message_id(key: str, *, domain: str) -> str:
    """Return the Message-ID of the e-mail of the notice with this key: the same at every attempt."""
    return f"<{key[:40]}@{domain}>"
