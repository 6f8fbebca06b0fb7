"""When something that was sent counts as received: a rule's row per road, which the Court sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from courtcase.law.models import ReceiptRule
from courtcase.law.queries.rules import receipt_rules
from courtcase.law.reasons import Reason
from courtcase.law.terms import count

# The road of what a person was given or told by hand, beside the roads of notices.
HANDED_OVER = "handed_over"


@dataclass(frozen=True)
class Received:
    """The legal day on which something counts as received, and the rule by which it does."""

    day: date
    rule: ReceiptRule

    def reason(self) -> Reason:
        """Return why it is that day, to stand with the reasons of a term that begins with it."""
        names = {f"rule_{language}": getattr(self.rule, f"name_{language}") for language in ("kk", "ru", "en")}
        return Reason("counts_as_received", {"day": self.day.isoformat(), **names})


def received(road: str, left_on: date, rules: Sequence[ReceiptRule] | None = None) -> Received | None:
    """Return when what left by `road` on the legal day `left_on` counts as received; None for a road without a rule.

    `rules` are those of `receipt_rules()`, where the caller asks for many; the day it left picks the row.
    """
    known = receipt_rules() if rules is None else rules
    for rule in known:
        if rule.code == road and rule.applies_from <= left_on <= (rule.applies_to or date.max):
            return Received(count(left_on, rule.amount, rule.unit, []) if rule.amount else left_on, rule)
    return None
