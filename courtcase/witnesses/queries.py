"""Who the witnesses of the register are: people outside its keeping, to whom each day's root is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from courtcase.people.models import Account
from courtcase.people.queries import accounts_with_role, valid_grants
from courtcase.people.roles import OF_INSTITUTION, Role


@dataclass(frozen=True)
class Witness:
    """Somebody to whom roots are sent: an account, or an e-mail address of somebody without one."""

    account: Account | None = None
    email: str = ""


def witnesses_at(at: datetime) -> Iterator[Witness]:
    """Yield each witness that COURTCASE_ROOT_WITNESSES names and that has an address at `at`, once."""
    told = set()
    for word in settings.ROOT_WITNESSES:
        found = [Witness(email=word)] if "@" in word else [Witness(account=one) for one in accounts_named(word, at)]
        for witness in found:
            email = (witness.email or (witness.account.email if witness.account else "") or "").lower()
            if email and email not in told:
                told.add(email)
                yield witness


def accounts_named(word: str, at: datetime) -> list[Account]:
    """Return the accounts of a role, or those that act for institutions of one kind."""
    if word in Role.values:
        return list(accounts_with_role(word, at))
    grants = valid_grants(at).filter(role__in=OF_INSTITUTION, institution__kind=word)
    return list(Account.objects.filter(is_active=True, pk__in=grants.values("account")).order_by("pk"))


def named_without_anybody(at: datetime) -> list[str]:
    """Return the words of COURTCASE_ROOT_WITNESSES to which nobody with an e-mail answers at `at`."""
    return [
        word
        for word in settings.ROOT_WITNESSES
        if "@" not in word and not any(account.email for account in accounts_named(word, at))
    ]
