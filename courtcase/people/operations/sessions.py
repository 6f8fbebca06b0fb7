"""Ending the sessions of an account on other machines."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession

from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.operations.recording import record_account
from courtcase.people.permissions import may


@operation
def revoke_session(*, account: Account, session_id: int, actor: Actor, at: datetime) -> int:
    """End one session of one's own account and return how many ended: 0 where it was gone already. Raises NotAllowed."""
    check_own(account=account, actor=actor, at=at)
    return end_and_record(account=account, sessions={"pk": session_id}, actor=actor, at=at)


@operation
def revoke_all_sessions(*, account: Account, actor: Actor, at: datetime, keep: str | None = None) -> int:
    """End every session of the account but the one whose key is `keep`, and return how many ended.

    Done by the account itself, by an administrator or by the system. Raises NotAllowed.
    """
    if not may(actor, "administration.accounts", at):
        check_own(account=account, actor=actor, at=at)
    sessions = UserSession.objects.filter(user=account)
    kept = sessions.exclude(session_key=keep) if keep else sessions
    return end_and_record(
        account=account, sessions={"pk__in": list(kept.values_list("pk", flat=True))}, actor=actor, at=at
    )


def check_own(*, account: Account, actor: Actor, at: datetime) -> None:
    """Raise NotAllowed unless the sessions are the actor's own."""
    if actor.account != account or not may(actor, "account.sessions", at):
        raise NotAllowed()


def end_and_record(*, account: Account, sessions: dict[str, object], actor: Actor, at: datetime) -> int:
    """End the chosen sessions and tell the register how many, never which machine."""
    ended = end_sessions(account, **sessions)
    if ended:
        body = {"sessions": ended}
        record_account(account=account, event="account.sessions_ended", actor=actor, at=at, body=body)
    return ended


def end_sessions(account: Account, **chosen: object) -> int:
    """Delete sessions of the account and their signed-in state; returns how many."""
    rows = list(UserSession.objects.select_for_update().filter(user=account, **chosen))
    for row in rows:
        row.end()
    return len(rows)
