"""Everything that changes an account, its roles or its institution."""

from __future__ import annotations

from courtcase.people.operations.accounts import (
    change_details,
    change_language,
    change_shortcuts,
    deactivate_account,
    register_account,
)
from courtcase.people.operations.grants import admit_participant, dismiss_participant, grant_role, revoke_role
from courtcase.people.operations.guarding import record_guarding
from courtcase.people.operations.identities import (
    name_account,
    sign_in_by_identity,
    sign_out_by_provider,
    unlink_identity,
)
from courtcase.people.operations.institutions import (
    accept_offer,
    create_institution,
    decline_offer,
    forget_offers,
    invite_officer,
    name_as_portal,
    revoke_officer,
    withdraw_offer,
)
from courtcase.people.operations.own_account import close_own_account, close_unused_account
from courtcase.people.operations.programs import admit_program, end_token, forget_requests, note_use, once, renew_token
from courtcase.people.operations.sessions import revoke_all_sessions, revoke_session

__all__ = [
    "accept_offer",
    "admit_participant",
    "dismiss_participant",
    "admit_program",
    "change_details",
    "change_language",
    "change_shortcuts",
    "close_own_account",
    "close_unused_account",
    "create_institution",
    "deactivate_account",
    "decline_offer",
    "end_token",
    "forget_offers",
    "forget_requests",
    "grant_role",
    "invite_officer",
    "name_account",
    "name_as_portal",
    "note_use",
    "once",
    "record_guarding",
    "register_account",
    "renew_token",
    "revoke_all_sessions",
    "revoke_officer",
    "revoke_role",
    "revoke_session",
    "sign_in_by_identity",
    "sign_out_by_provider",
    "unlink_identity",
    "withdraw_offer",
]
