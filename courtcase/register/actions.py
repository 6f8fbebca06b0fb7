"""What can be done with the record. Who may, is the matrix of `courtcase.people`."""

from __future__ import annotations

from courtcase.people.permissions import declare

ACTIONS = ("register.roots", "register.hold", "register.forget", "audit.reads")

declare("register", ACTIONS)
