"""Clerks beyond the cast, each with an account of their own: whoever works in a crowd signs in as themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress

from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.operations import grant_role, register_account
from courtcase.people.roles import Role
from tests.cast import Cast


def account_of(cast: Cast, number: int, *, hashed: str, at: datetime | None = None) -> Account:
    """Return a new clerk who can sign in with the password that was `hashed`."""
    by: dict[str, Any] = {"actor": Actor.system("tests"), "at": at or cast.at}
    email = f"clerk-{number}@demo.court"
    made = register_account(email=email, full_name=f"Clerk {number}", language="ru", role=None, synthetic=True, **by)
    grant_role(account=made, role=Role.CLERK, reason="tests", team=cast.team("citizens"), **by)
    Account.objects.filter(pk=made.pk).update(password=hashed)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made
