"""What can be done with the law's rows. Who may, is the matrix of `courtcase.people`."""

from __future__ import annotations

from courtcase.people.permissions import declare

ACTIONS = ("rule.change", "rule.confirm", "calendar.change")

declare("law", ACTIONS)
