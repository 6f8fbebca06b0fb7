"""What a session keeps of having been opened by the Court's provider."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from courtcase.keys.operations import blind_indexes
from courtcase.people.models import Account

BY_PROVIDER = "by_provider"


def remember_provider(
    request: HttpRequest, account: Account, *, second_factor: bool, leaving: str, session: str = ""
) -> None:
    """Keep in the session whom the provider named, whether its proof counts as a second factor, and where one leaves it.

    `session` is the digest of what the provider calls its own session; empty where it gives it no name.
    """
    kept = {"account": account.pk, "second_factor": second_factor, "leaving": leaving, "session": session}
    request.session[BY_PROVIDER] = kept


def session_digests(issuer: str, sid: str) -> list[str]:
    """Return the HMACs by which a session of the provider is known here (OpenID Connect Back-Channel Logout 1.0, 2.1).

    One for each index key that is named, the current one first; none where the provider gives its session no name.
    """
    return [one.hex() for one in blind_indexes(f"{issuer}\n{sid}", "provider_session")] if sid else []


def is_of_provider_session(session_key: str, digests: Sequence[str]) -> bool:
    """Say whether the stored session `session_key` was opened within the provider's session that `digests` stand for."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    kept = store.load().get(BY_PROVIDER) or {}
    return any(hmac.compare_digest(str(kept.get("session", "")), one) for one in digests)


def proven_by_provider(request: HttpRequest, account: Account | None) -> bool:
    """Say whether the session was opened for this very account by a proof that counts as a second factor."""
    kept = request.session.get(BY_PROVIDER) if hasattr(request, "session") and account is not None else None
    return bool(kept and account and kept["account"] == account.pk and kept["second_factor"])


def way_out(request: HttpRequest) -> str:
    """Return the provider's address for signing out there too; empty where the session was not opened by it."""
    kept = request.session.get(BY_PROVIDER)
    return str(kept["leaving"]) if kept else ""
