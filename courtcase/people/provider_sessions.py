"""What a session keeps of having been opened by the Court's provider."""

from __future__ import annotations

from django.http import HttpRequest

from courtcase.people.models import Account

BY_PROVIDER = "by_provider"


def remember_provider(request: HttpRequest, account: Account, *, second_factor: bool, leaving: str) -> None:
    """Keep in the session whom the provider named, whether its proof counts as a second factor, and where one leaves it."""
    request.session[BY_PROVIDER] = {"account": account.pk, "second_factor": second_factor, "leaving": leaving}


def proven_by_provider(request: HttpRequest, account: Account | None) -> bool:
    """Say whether the session was opened for this very account by a proof that counts as a second factor."""
    kept = request.session.get(BY_PROVIDER) if hasattr(request, "session") and account is not None else None
    return bool(kept and account and kept["account"] == account.pk and kept["second_factor"])


def way_out(request: HttpRequest) -> str:
    """Return the provider's address for signing out there too; empty where the session was not opened by it."""
    kept = request.session.get(BY_PROVIDER)
    return str(kept["leaving"]) if kept else ""
