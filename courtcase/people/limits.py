"""Slowing down whoever guesses: a count per address, kept in Redis for a while and nowhere else."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import datetime

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from courtcase.people.requests import reader_address

log = structlog.get_logger(__name__)
DAY = 24 * 3600
NETWORK_TIMES = 5


def too_many(request: HttpRequest, what: str, *, limit: int, seconds: int) -> bool:
    """Count one try of `what` and say whether more than `limit` came within `seconds` from the request's address or device.

    Of its network (/24, or /48 of the new kind) five times as many are taken, for many people may stand behind one; of the
    address within a day twenty times as many. Every count is made, whatever the others say. Where the counts cannot be
    kept the try is let pass: a code has sixty bits, and a petitioner must get in.
    """
    address = reader_address(request)
    counted = [
        too_many_for(host_of(address), what, limit=limit, seconds=seconds),
        too_many_for(network_of(address), f"{what}:network", limit=NETWORK_TIMES * limit, seconds=seconds),
    ]
    if settings.DAY_TIMES:
        counted.append(too_many_for(host_of(address), f"{what}:day", limit=settings.DAY_TIMES * limit, seconds=DAY))
    if device := request.COOKIES.get(settings.CSRF_COOKIE_NAME):
        counted.append(too_many_for(device, f"{what}:device", limit=limit, seconds=seconds))
    return any(counted)


def host_of(address: str) -> str:
    """Return what one subscriber has: an address of the old kind, or the /64 in which one of the new kind lies."""
    return network(address, old=32, new=64)


def network_of(address: str) -> str:
    """Return the network of an address: /24 of the old kind, /48 of the new."""
    return network(address, old=24, new=48)


def network(address: str, *, old: int, new: int) -> str:
    """Return the network of so many bits that holds an address; what is none, as it is."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    known = getattr(known, "ipv4_mapped", None) or known
    return str(ipaddress.ip_network(f"{known}/{old if known.version == 4 else new}", strict=False))


def too_many_letters(address: str) -> bool:
    """Count one e-mail that a stranger can have sent to an address, and say whether it has had its letters of the day.

    Nobody confirmed that the address wants them; so whoever types another's address cannot fill its box.
    """
    whom = address.strip().lower()
    return bool(settings.LETTERS_A_DAY) and too_many_for(whom, "letters", limit=settings.LETTERS_A_DAY, seconds=DAY)


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
