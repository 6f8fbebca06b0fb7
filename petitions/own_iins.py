"""By what the petitions of one person are found: the blind index of the IIN, the same on every row of that person."""

from __future__ import annotations

from courtcase.keys import operations as keys
from petitions.models import Petition, Petitioner

PURPOSE = "petitioner.iin"


def iin_index(iin: str) -> bytes | None:
    """Return the blind index under which an IIN is written, and bring what stands under an older key to it; None for none."""
    if not iin:
        return None
    bring_along(iin)
    return keys.blind_index(iin, PURPOSE)


def bring_along(iin: str) -> int:
    """Write every row of a person under today's index key, all at once, and return how many; nothing where there is one key.

    So that two rows of one person never stand under two keys, and what compares them with each other goes on to hold.
    """
    today, *before = keys.blind_indexes(iin, PURPOSE)
    if not before:
        return 0
    rows = (Petition.objects.filter(iin_index__in=before), Petitioner.objects.filter(iin_index__in=before))
    return sum(found.update(iin_index=today) for found in rows)
