"""Where an e-mail that cannot be delivered comes back to: an address of its own for each notice, which nobody can make up.

The part before the @ holds the notice's public id and a mark over it; it says nothing of whom the notice went to.
"""

from __future__ import annotations

from base64 import b32decode, b32encode
from binascii import Error
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings

from courtcase.keys.operations import blind_indexes, is_among

PREFIX, PURPOSE = "back-", "notice.return_path"
ID_BYTES, MARK_BYTES = 16, 14
TOKEN = 48


def return_path(public_id: UUID) -> str:
    """Return the address a notice's e-mail comes back to; the empty string where no domain for it is configured."""
    if not settings.BOUNCE_DOMAIN:
        return ""
    token = b32encode(public_id.bytes + marks_of(public_id)[0]).decode().lower()
    return f"{PREFIX}{token}@{settings.BOUNCE_DOMAIN}"


def notice_named(address: str) -> UUID | None:
    """Return the public id of the notice an address was made for; None for every other address."""
    local, _at, domain = parseaddr(address)[1].lower().rpartition("@")
    token = local.removeprefix(PREFIX)
    if not settings.BOUNCE_DOMAIN or domain != settings.BOUNCE_DOMAIN.lower() or len(token) != TOKEN:
        return None
    try:
        known = b32decode(token.upper())
    except (Error, ValueError):
        return None
    public_id = UUID(bytes=known[:ID_BYTES])
    return public_id if is_among(known[ID_BYTES:], marks_of(public_id)) else None


def marks_of(public_id: UUID) -> list[bytes]:
    """Return the marks over a notice's id, which only we can make: today's first, then those of index keys before."""
    return [one[:MARK_BYTES] for one in blind_indexes(public_id.hex, PURPOSE)]
