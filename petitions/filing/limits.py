"""The counts of tries, as the filing room's views know them (`courtcase/people/limits.py`)."""

from __future__ import annotations

from courtcase.people.limits import too_many, too_many_for

__all__ = ["too_many", "too_many_for"]
