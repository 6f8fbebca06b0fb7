"""Slowing down whoever guesses: a count per address, kept in Redis for a while and nowhere else."""

from __future__ import annotations

import hashlib
from datetime import datetime

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


def note(whom: str, what: str, *, seconds: int, at: datetime) -> None:
    """Count one `what` of `whom`, for `counted_lately`; where the count cannot be kept, nothing happens."""
    this, _before = spans(whom, what, seconds=seconds, at=at)
    try:
        cache.add(this, 0, timeout=2 * seconds)
        cache.incr(this)
    except Exception as error:  # noqa: BLE001 - as above
        log.warning("not_counted", error=type(error).__name__)


def counted_lately(whom: str, what: str, *, seconds: int, at: datetime) -> int:
    """Return how many of `what` were counted of `whom` in this span of so many seconds and the one before.

    It is never fewer than came within the last `seconds`, and may be more: whoever needs it exactly asks the database then.
    0 where the count was not kept.
    """
    try:
        return sum(cache.get_many(spans(whom, what, seconds=seconds, at=at)).values())
    except Exception as error:  # noqa: BLE001 - as above
        log.warning("not_counted", error=type(error).__name__)
        return 0


def spans(whom: str, what: str, *, seconds: int, at: datetime) -> list[str]:
    """Return the keys of the span of time in which `at` lies, and of the one before."""
    digest, span = hashlib.sha256(whom.encode()).hexdigest()[:24], int(at.timestamp()) // seconds
    return [f"count:{what}:{digest}:{one}" for one in (span, span - 1)]
