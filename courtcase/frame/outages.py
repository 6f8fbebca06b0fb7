"""Which errors say that the database was away, or that somebody else held it too long: no fault of the code."""

from __future__ import annotations

import django.db
import psycopg2
from django.contrib.sessions.exceptions import SessionInterrupted

LOCK_NOT_AVAILABLE = "55P03"
AWAY = (
    django.db.OperationalError,
    django.db.InterfaceError,
    psycopg2.OperationalError,
    psycopg2.InterfaceError,
)


def outage_of(error: BaseException | None) -> BaseException | None:
    """Return the error that says so, `error` itself or the one behind it; None for every other error.

    What closes a cursor of the server is not translated by Django: it fails as an error of the driver, by itself where the
    rows were all there already, or with the outage behind it.
    """
    while isinstance(error, django.db.Error | psycopg2.Error):
        if isinstance(error, AWAY) or is_wordless(error):
            return error
        error = error.__cause__ or error.__context__
    return None


def is_wordless(error: BaseException) -> bool:
    """Say whether an error is the driver's bare DatabaseError and PostgreSQL said nothing: the connection broke in an answer."""
    cause = error.__cause__ if type(error) is django.db.DatabaseError else error
    return type(cause) is psycopg2.DatabaseError and cause.pgcode is None


def outage_behind(interruption: BaseException | None) -> BaseException | None:
    """Return the outage for which a session could not be saved; None where the session was really gone.

    Django takes every error of the database for a session that somebody else ended meanwhile.
    """
    unsaved = interruption.__context__ if isinstance(interruption, SessionInterrupted) else None
    return outage_of(unsaved.__context__) if unsaved is not None else None


def sqlstate_of(error: BaseException) -> str | None:
    """Return the five letters in which PostgreSQL said what was wrong; None where it said nothing any more."""
    return getattr(error, "pgcode", None) or getattr(error.__cause__, "pgcode", None)
