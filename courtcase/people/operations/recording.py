"""Telling the register about an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.register.models import Subject
from courtcase.register.operations import open_subject, record


def record_account(
    *, account: Account, event: str, actor: Actor, at: datetime, body: dict[str, Any] | None = None
) -> None:
    """Record a fact about the account."""
    record(subject=subject_of(account, at=at), event=event, actor=actor, at=at, body=body or {})


def subject_of(account: Account, *, at: datetime) -> Subject:
    """Return the subject of an account; it is opened where a loader made the account without one."""
    if account.subject is None:
        account.subject = open_subject(kind="account", at=at)
        account.save(update_fields=["subject"])
    return account.subject
