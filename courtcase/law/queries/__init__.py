"""Questions the rest of the project asks of the law."""

from __future__ import annotations

from courtcase.law.queries.clocks import nearest_due, open_clocks, overdue_clocks
from courtcase.law.queries.provisions import (
    cite,
    cited_whole,
    constitution_articles,
    decided_on,
    line_of,
    neighbours,
    provision_at,
    search_provisions,
    touched_by,
)
from courtcase.law.queries.rules import (
    areas,
    edition_on,
    ground_on,
    grounds_on,
    petitioner_kind_on,
    petitioner_kinds_on,
    receipt_rules,
    referrals,
    referrals_for,
    rule_is_on,
    series_on,
    term_on,
)
from courtcase.law.queries.unlisted import Unlisted, unlisted

__all__ = [
    "Unlisted",
    "areas",
    "cite",
    "cited_whole",
    "constitution_articles",
    "decided_on",
    "edition_on",
    "line_of",
    "ground_on",
    "grounds_on",
    "nearest_due",
    "neighbours",
    "open_clocks",
    "overdue_clocks",
    "petitioner_kind_on",
    "petitioner_kinds_on",
    "provision_at",
    "receipt_rules",
    "referrals",
    "referrals_for",
    "rule_is_on",
    "search_provisions",
    "series_on",
    "term_on",
    "touched_by",
    "unlisted",
]
