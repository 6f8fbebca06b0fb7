"""Which petitions of a common return would be returned: read, free, of a ground of their day, each with words of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from courtcase.law.models import Ground
from petitions.content import open_text
from petitions.letters.queries import REMEMBERED, reason_digest, reason_digests
from petitions.models import BulkRow, BulkWork, PreparedReturn

SHORTEST = 20


@dataclass(frozen=True)
class Returning:
    """What is read of all petitions of a common return at once."""

    grounds: tuple[Ground, ...]
    opened: frozenset[int]
    prepared: frozenset[int]
    reasons: dict[int, str]
    written: Counter[bytes]
    lately: tuple[tuple[int, bytes], ...]

    @classmethod
    def of(cls, work: BulkWork, rows: Sequence[BulkRow], *, opened: frozenset[int]) -> Returning:
        """Read it. `opened` are the petitions (ids) that whoever returns them opened as they stand."""
        reasons = {row.pk: open_text(row.petition, row.sealed_why) for row in rows}
        waiting = PreparedReturn.objects.filter(petition__in=[row.petition_id for row in rows], outcome="")
        last = PreparedReturn.objects.filter(prepared_by=work.asked_by_id).order_by("-pk")
        found = last.values_list("petition", "reason_digest")[:REMEMBERED]
        return cls(
            grounds=tuple(work.grounds.all()),
            opened=opened,
            prepared=frozenset(waiting.values_list("petition", flat=True)),
            reasons=reasons,
            written=Counter(reason_digest(why) for why in reasons.values() if why),
            lately=tuple((petition, bytes(digest)) for petition, digest in found),
        )

    def why_not(self, row: BulkRow, *, today: date) -> str:
        """Return why a petition would not be returned, as a word; the empty string where it would be."""
        if row.petition_id in self.prepared:
            return "prepared"
        if row.petition_id not in self.opened:
            return "unread"
        if not self.grounds:
            return "nothing_chosen"
        if not all(holds_on(one, row.petition.filed_on or today) for one in self.grounds):
            return "grounds"
        why = self.reasons[row.pk]
        if len(why) < SHORTEST:
            return "words"
        return "alike" if self.is_alike(row, why) else ""

    def is_alike(self, row: BulkRow, why: str) -> bool:
        """Say whether the same is written of another petition, here or in one of the last ten returns."""
        of_others = {known for petition, known in self.lately if petition != row.petition_id}
        return self.written[reason_digest(why)] > 1 or not of_others.isdisjoint(reason_digests(why))


def holds_on(ground: Ground, day: date) -> bool:
    """Say whether a ground applies on a legal day."""
    return ground.applies_from <= day and (ground.applies_to is None or ground.applies_to >= day)
