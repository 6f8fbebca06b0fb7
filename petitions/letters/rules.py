"""How returns and letters leave, as the head of intake configured it; and whether a return is drawn for a second reader."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from petitions.models import LetterRule

# What holds until somebody changed it: nothing of it is law.
FIRST = {"undo_minutes": 20, "reader_percent": 5, "signed_by_head": True}
# A longer undo would eat the term of the check.
MOST_UNDO_MINUTES = 24 * 60
DRAW_BYTES = 8


def rule_in_use(at: datetime) -> LetterRule:
    """Return the rule at `at`; where none was written yet, what holds until then, unsaved."""
    in_use = LetterRule.objects.filter(active_from__lte=at).filter(Q(active_to=None) | Q(active_to__gt=at))
    return in_use.order_by("-pk").first() or LetterRule(**FIRST, active_from=at)


def is_drawn(draw: str, percent: int) -> bool:
    """Say whether a return with the token `draw` (hexadecimal) is among the `percent` of a hundred: anybody can recount it."""
    return int(draw, 16) * 100 < percent * 256**DRAW_BYTES
