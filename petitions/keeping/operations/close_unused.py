"""Accounts that nobody used for their term of keeping: their owners are told twice, then they are closed and erased."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from courtcase.law.keeping import kept_for
from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_notice
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.operations import close_unused_account
from petitions.keeping.unused import unused_before

EVENT = "account.unused"
# The first word comes so long before the end of the term, the second half of it later; each leaves so long to come back.
AHEAD, BETWEEN = timedelta(days=60), timedelta(days=30)
AT_ONCE = 500


@operation
def end_unused_accounts(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Tell owners of accounts that nobody uses, and close those whose owners were told twice; return how many of each.

    Nothing where no term is confirmed, and at most 500 of each in a day. Raises NotAllowed for everybody but the system.
    """
    if not actor.is_system:
        raise NotAllowed()
    done = {"told": 0, "closed": 0}
    kept = kept_for("account", at)
    if kept is None:
        return done
    accounts = list(unused_before(at - kept + AHEAD).select_related("subject"))
    told = told_when(accounts)
    for account in accounts:
        words = [when for when in told[account.subject_id] if when > used_last(account)]
        if len(words) < 2 and done["told"] < AT_ONCE and (not words or words[-1] <= at - BETWEEN):
            tell(account, count=len(words) + 1, at=at)
            done["told"] += 1
        elif len(words) >= 2 and words[1] <= at - BETWEEN and done["closed"] < AT_ONCE:
            done["closed"] += close_unused_account(account=account, unused_since=at - kept, actor=actor, at=at)
    return done


def used_last(account: Account) -> datetime:
    """Return when somebody last signed in, else when the account was made."""
    return account.last_login or account.created_at


def told_when(accounts: list[Account]) -> dict[int | None, list[datetime]]:
    """Return by subject when its owner was told that the account will be closed, the oldest first."""
    found: dict[int | None, list[datetime]] = defaultdict(list)
    subjects = [one.subject_id for one in accounts]
    told = Notice.objects.filter(subject__in=subjects, event=EVENT).order_by("created_at")
    for subject, when in told.values_list("subject", "not_before"):
        found[subject].append(when)
    return found


def tell(account: Account, *, count: int, at: datetime) -> None:
    """Owe the owner the first or the second word."""
    assert account.subject is not None  # noqa: S101 - unused_before leaves out what the record does not know
    owe_notice(
        subject=account.subject,
        event=EVENT,
        recipient=account,
        channel=Notice.Channel.EMAIL,
        language=account.language,
        not_before=at,
        key=f"unused:{count}:{used_last(account):%Y%m%d}",
    )
