"""The mark in a database that is being restored: while it stands, no process of the application starts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from courtcase.modes import RESTORING


@dataclass(frozen=True)
class Marker:
    """Which set is being restored, and the step that comes next: 'database', 'rows' (to be compared) or 'documents'."""

    name: str
    step: str


def read_marker() -> Marker | None:
    """Return the mark, or None where no restore has begun."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [RESTORING])
        if cursor.fetchone()[0] is None:
            return None
        cursor.execute(f"SELECT set_name, step FROM {RESTORING}")  # noqa: S608 - a constant
        return Marker(*cursor.fetchone())


def begin(name: str) -> None:
    """Mark the database as being restored from the set `name`, before anything else is written."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {RESTORING} (one boolean PRIMARY KEY DEFAULT true CHECK (one), set_name text NOT NULL, "
            "step text NOT NULL, since timestamptz NOT NULL DEFAULT now())"
        )
        cursor.execute(f"INSERT INTO {RESTORING} (set_name, step) VALUES (%s, 'database')", [name])  # noqa: S608


def set_step(step: str) -> str:
    """Return the statement that writes down the next step, in the transaction of the one before."""
    return f"UPDATE public.{RESTORING} SET step = '{step}'"  # noqa: S608 - both are ours


def end() -> None:
    """Take the mark away: the database is whole."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {RESTORING}")
