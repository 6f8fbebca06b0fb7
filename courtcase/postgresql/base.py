"""The database engine of the settings."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL that is known to live or not without asking the server."""

    def is_usable(self) -> bool:
        """Say whether the kept connection may be used: it is open, and nothing came on it unasked.

        A server that ends a connection says so, or closes it, and either can be read; Django would ask SELECT 1 before
        the first statement of every request. A server that vanished without a word is noticed by the statement itself,
        as it would be by SELECT 1 (`tcp_user_timeout` in the settings).
        """
        connection = self.connection
        if connection is None or connection.closed:
            return False
        watched = select.poll()
        watched.register(connection.fileno(), select.POLLIN)
        return not watched.poll(0)
