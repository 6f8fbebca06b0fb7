"""Which errors say that the database was away, or that somebody else held it too long: no fault of the code."""

from __future__ import annotations

import django.db
import psycopg2
from django.contrib.sessions.exceptions import SessionInterrupted

LOCK_NOT_AVAILABLE = "55P03"


def outage_of(error: BaseException | None) -> BaseException | None:
    """Return the error that says so, `error` itself or the one behind it; None for every other error.

    A connection that breaks in the middle of an answer is a bare DatabaseError of the driver, without a state; and what
    closes a cursor after an outage fails in its turn, as an error of the driver with the outage behind it.
    """
    while isinstance(error, django.db.Error | psycopg2.Error):
        if isinstance(error, django.db.OperationalError | django.db.InterfaceError):
            return error
        if type(error) is django.db.DatabaseError and is_wordless(error.__cause__):
            return error
        error = error.__cause__ or error.__context__
    return None


def is_wordless(cause: BaseException | None) -> bool:
    """Say whether an error is the driver's own and PostgreSQL said nothing: the connection broke."""
    return isinstance(cause, psycopg2.Error) and cause.pgcode is None


def outage_behind(interruption: BaseException | None) -> BaseException | None:
    """Return the outage for which a session could not be saved; None where the session was really gone.

    Django takes every error of the database for a session that somebody else ended meanwhile.
    """
    unsaved = interruption.__context__ if isinstance(interruption, SessionInterrupted) else None
    return outage_of(unsaved.__context__) if unsaved is not None else None


def sqlstate_of(error: BaseException) -> str | None:
    """Return the five letters in which PostgreSQL said what was wrong; None where it said nothing any more."""
    return getattr(error.__cause__, "pgcode", None)
