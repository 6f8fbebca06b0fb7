"""What can be done with accounts, and the actions of pages that belong to no room. Who may, is `matrix.csv`."""

from __future__ import annotations

from courtcase.people.permissions import declare

ACTIONS = (
    "account.close",
    "account.sign_in",
    "account.sign_out",
    "account.sign_up",
    "account.recover",
    "account.settings",
    "account.second_factor",
    "account.sessions",
    "administration.accounts",
    "administration.roles",
    "institution.officers",
    "leave.manage",
    "leave.mine",
    "leave.of_bench",
    "participant.admit",
)
# Pages of the frame and of the machinery, which have no room of their own.
FRAME_ACTIONS = (
    "api.schema",
    "health",
    "metrics",
    "page.home",
    "page.kept_words",
    "page.language",
    "page.privacy",
    "styleguide.view",
)

declare("people", ACTIONS + FRAME_ACTIONS)
