"""From which database this request reads: the primary, or the replica while a public page is made (`courtcase/replica.py`)."""

from __future__ import annotations

from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

READING = "reading"
reads_here: ContextVar[bool] = ContextVar("reads_here", default=False)


def alias_read() -> str:
    """Return the name of the database that this request reads from."""
    return READING if reads_here.get() else DEFAULT_DB_ALIAS


def connection_read() -> BaseDatabaseWrapper:
    """Return the connection that a statement of our own reads through; what writes asks `django.db.connection`."""
    return connections[alias_read()]
