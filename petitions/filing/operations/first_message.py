"""One message to an address nobody confirmed: whichever it is, the way back to a draft or that a petition waits, counts."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from courtcase.keys import operations as keys
from courtcase.operations import operation
from courtcase.people.actors import Actor
from petitions.models import CodePurpose, OneTimeCode, Petition

INDEX_PURPOSE = "draft.address"


def wait_for_address(address: str) -> list[bytes]:
    """Return the blind indexes of an address, today's first, held for this transaction: two messages at once wait."""
    indexes = keys.blind_indexes(address.strip().casefold(), INDEX_PURPOSE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(indexes[-1][:8], signed=True)])
    return indexes


def had_its_message(indexes: list[bytes], *, but: list[bytes] | None = None) -> bool:
    """Say whether nobody confirmed this address and one message went to it; `but` are the digests of one not counted."""
    sent = OneTimeCode.objects.filter(purpose=CodePurpose.LINK, address_index__in=indexes)
    if sent.filter(used_at__isnull=False).exists():
        return False
    return sent.exclude(digest__in=but or []).exists()


@operation
def claim_message(*, petition: Petition, channel: str, address: str, key: str, actor: Actor, at: datetime) -> bool:
    """Say whether a notice about a petition nobody filed yet may go to an address, and count it; only the system asks.

    Whoever writes may write the address of anybody, so one that was not confirmed by opening the way back gets one message
    of whichever draft. `key` is the notice's own: tried again, it is the same message. Returns whether it may go.
    """
    if not actor.is_system:
        raise ValueError("messages are counted by the system alone")
    indexes, digests = wait_for_address(address), keys.code_hmacs(key)
    if had_its_message(indexes, but=digests):
        return False
    counted = OneTimeCode.objects.filter(purpose=CodePurpose.LINK, address_index__in=indexes, digest__in=digests)
    if not counted.exists():
        # It opens nothing: no code has this digest, and it is over as it is made.
        OneTimeCode.objects.create(
            petition=petition,
            purpose=CodePurpose.LINK,
            digest=digests[0],
            channel=channel,
            address_index=indexes[0],
            made_at=at,
            expires_at=at,
            revoked_at=at,
        )
    return True
