"""Clerks and registrars at work: signed in, each form they send made beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from tests.bench.citizens import Written, post


def session_of_account(account: Any) -> str:
    """Return the key of a session in which an account is signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from courtcase.people.middleware import STAFF_SINCE
    from tests.bench.citizens import now

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[STAFF_SINCE] = int(now().timestamp())
    session.create()
    return str(session.session_key)


def acts(written: Sequence[Written], act: str, session: str, *, version: int) -> list[bytes]:
    """Return the forms by which somebody does `act` with petitions that stand at `version` versions after their draft."""
    return [
        post(f"/ru/intake/{one.public_id}/{act}/", {"version": str(one.version + version)}, session) for one in written
    ]
