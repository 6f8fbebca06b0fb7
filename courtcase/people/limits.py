"""Slowing down whoever guesses: a count per address, kept in Redis for a while and nowhere else."""

from __future__ import annotations

import hashlib

import structlog
from django.core.cache import cache
from django.http import HttpRequest

from courtcase.people.requests import reader_address

log = structlog.get_logger(__name__)


def too_many(request: HttpRequest, what: str, *, limit: int, seconds: int) -> bool:
    """Count one try of `what` from the request's address and say whether more than `limit` came within `seconds`.

    Where the count cannot be kept the try is let pass: a code has sixty bits, and a petitioner must get in.
    """
    return too_many_for(reader_address(request), what, limit=limit, seconds=seconds)


def too_many_for(whom: str, what: str, *, limit: int, seconds: int) -> bool:
    """Count one try of `what` by or at `whom`, of which a digest alone is kept, as `too_many` does for an address."""
    address = hashlib.sha256(whom.encode()).hexdigest()[:24]
    key = f"tries:{what}:{address}"
    try:
        cache.add(key, 0, timeout=seconds)
        return int(cache.incr(key)) > limit
    except Exception as error:  # noqa: BLE001 - whatever the cache raises, the petitioner goes on
        log.warning("tries_not_counted", error=type(error).__name__)
        return False
