"""What can be done with rulings and measures. Who may, is the matrix of `courtcase.people`."""

from __future__ import annotations

from courtcase.people.permissions import declare

ACTIONS = (
    "ruling.draft",
    "ruling.read_draft",
    "ruling.sign",
    "ruling.publish",
    "ruling.mend",
    "ruling.explain",
    "ruling.read_published",
    "watch.ask",
    "watch.keep",
    "case.read_public",
    "measure.report",
    "measure.confirm",
    "measure.mine",
    "measure.tell",
    "measure.withdraw",
    "law.read",
    "statistics.read",
    "api.ruling",
    "api.law",
    "api.figure",
)

declare("rulings", ACTIONS)
