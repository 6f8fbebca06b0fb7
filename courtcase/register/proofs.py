"""What a receipt carries: the digest of its event and, once sealed, the path that leads from it to a published root."""

from __future__ import annotations

from typing import Any

from courtcase.register.models import Event


def receipt_proof(event: Event) -> dict[str, Any]:
    """Return the proof of one event as JSON values; `sealed` is False until the sealer has placed it."""
    return {"event": event.name, "at": event.at.isoformat(), "digest": bytes(event.digest).hex(), "sealed": False}
