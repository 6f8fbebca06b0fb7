"""Sessions kept in the database, as Django keeps them, but sealed; the one a request brings is read by a statement built once.

A session holds what is stored nowhere else in the clear: the codes of petitions, to show them again to whoever filed.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import transaction
from django.utils import timezone

from courtcase import rows
from courtcase.keys.operations import SealBroken, open_passing, seal_passing

PURPOSE = "session"


class SessionStore(db.SessionStore):
    """Django's own session, sealed, and read cheaper: every request of somebody who is known reads one."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return what stands in the database: Django's signed text, sealed."""
        return b64encode(seal_passing(super().encode(session_dict).encode(), PURPOSE)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return what `encode` was given; a session that does not open is an empty one, as one of a changed signature is."""
        try:
            signed = open_passing(b64decode(session_data, validate=True), PURPOSE).decode()
        except (SealBroken, binascii.Error, ValueError):
            return {}
        return dict(super().decode(signed))

    def cycle_key(self) -> None:
        """Give the session another key, and the list of an account's sessions with it: by that list they are ended.

        Somebody signed in gets another key when a petition is begun or opened by its code, and where the secret key changed.
        A session that was ended meanwhile stays ended: an empty one begins.
        """
        from allauth.usersessions.models import UserSession

        before = self.session_key
        if before is None or SESSION_KEY not in self:
            super().cycle_key()
            return
        with transaction.atomic():
            # Ending a session locks its row of the list too: it finds the new key, or what it ended is not made anew here.
            listed = UserSession.objects.select_for_update().filter(session_key=before).first()
            if not self.exists(before):
                self.flush()
                return
            super().cycle_key()
            if listed is not None:
                listed.session_key = self.session_key or ""
                listed.save(update_fields=["session_key"])

    def _get_session_from_db(self) -> Any:
        """Return the stored session; one that is missing or over is left to Django."""
        found = rows.read(self.model, "session_key = %s AND expire_date > %s", [self.session_key, timezone.now()])
        return found or super()._get_session_from_db()  # type: ignore[misc]
