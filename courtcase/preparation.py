"""Making a database ready to serve: migrated by the owner, granted to the application, the law's rows loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from courtcase import first_tables, modes
from courtcase.database import grant_application_role
from courtcase.embedded.stages import stage

LOCK = 7_236_401  # any number, the same in every process: two preparations wait for each other


def become_owner() -> None:
    """Point the default connection at the owner's address, without time limits, when there is one."""
    from courtcase.settings import database

    owner = settings.DATABASE_OWNER_URL or settings.DATABASE_URL
    wanted = database(owner, lock_timeout_ms=0, statement_timeout_ms=0)
    connection.close()
    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    connection.settings_dict.update({key: wanted[key] for key in keys if key in wanted})


@contextmanager
def alone() -> Iterator[None]:
    """Hold an advisory lock, so that two machines started at once migrate one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def refuse_wrong_letters() -> None:
    """Raise UnsafeMode when the database cannot fold Kazakh letters: search and sorting would die silently."""
    if problem := letters_problem():
        raise modes.UnsafeMode(problem)


def letters_problem() -> str:
    """Return in words why the database's encoding or locale is of no use to us, or nothing when both are right."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
        if encoding != "UTF8":
            return f"The database's encoding is {encoding}; it must be UTF8."
        cursor.execute("SELECT lower('Ә') = 'ә'")
        if not cursor.fetchone()[0]:
            return "The database's locale does not know Kazakh letters: create it with C.UTF-8 or another UTF-8 locale."
    return ""


def prepare_database() -> None:
    """Migrate, grant, load the law's rows and remember the mode. Safe to repeat and to run twice at once.

    Raises UnsafeMode when the database belongs to another mode or cannot hold our letters.
    """
    become_owner()
    with alone():
        refuse_wrong_letters()
        with connection.cursor() as cursor:
            modes.remember_mode(cursor, settings.MODE)
        bring_up_to_date()


def bring_up_to_date() -> None:
    """Migrate, grant and load the law's rows, as the owner, while `alone`."""
    with stage("Bringing the database's tables up to date"):
        first_tables.migrate()
        grant()
    with stage("Loading what the law says"):
        call_command("sync_law", verbosity=0)


def grant() -> None:
    """Give the application role its rights; when it is the owner itself, triggers alone guard the register."""
    if settings.DATABASE_OWNER_URL and settings.DATABASE_OWNER_URL != settings.DATABASE_URL:
        role = settings.DATABASE_APPLICATION_ROLE
        with transaction.atomic(), connection.cursor() as cursor:
            grant_application_role(role=role)
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {modes.TABLE} FROM {connection.ops.quote_name(role)}")
