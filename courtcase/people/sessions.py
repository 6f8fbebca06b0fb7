"""Sessions kept in the database, as Django keeps them; the one a request brings is read by a statement built once."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from courtcase import rows


class SessionStore(db.SessionStore):
    """Django's own session, read cheaper: every request of somebody who is known reads one."""

    def _get_session_from_db(self) -> Any:
        """Return the stored session; one that is missing or over is left to Django."""
        found = rows.read(self.model, "session_key = %s AND expire_date > %s", [self.session_key, timezone.now()])
        return found or super()._get_session_from_db()  # type: ignore[misc]
