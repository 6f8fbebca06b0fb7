"""The quick way to the first tables makes the very tables that Django makes the long way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState

from courtcase import first_tables
from courtcase.settings import DATABASE_OWNER_URL, database
from tests.real_commits import drop_database, run_as_owner

# Whatever of a database migrations make, in words, whichever objects of the catalogue it is made of.
CATALOGUE = """
SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, character_maximum_length,
       numeric_precision, numeric_scale, is_nullable, column_default, is_identity, collation_name, ordinal_position)
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'migration', app || '.' || name, '' FROM django_migrations
ORDER BY 1, 2, 3
"""


@pytest.fixture
def empty_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Point Django, as the owner, at a database without tables."""
    kept = dict(connection.settings_dict)
    name = f"{kept['NAME']}_first_tables"
    connection.close()
    drop_database(DATABASE_OWNER_URL, name)
    run_as_owner(DATABASE_OWNER_URL, f'CREATE DATABASE "{name}"')
    owner = database(DATABASE_OWNER_URL, lock_timeout_ms=0, statement_timeout_ms=0)
    connection.settings_dict.update({key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")})
    connection.settings_dict["NAME"] = name
    try:
        with django_db_blocker.unblock():
            yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)
        drop_database(DATABASE_OWNER_URL, name)


def catalogue() -> list[tuple[str, str, str]]:
    """Return what stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE)
        return list(cursor.fetchall())


@pytest.mark.faults  # the long way takes half a minute
def test_the_quick_way_makes_the_tables_of_the_long_one(empty_database: None) -> None:
    first_tables.migrate()
    quick = catalogue()
    connection.close()
    name = str(connection.settings_dict["NAME"])
    drop_database(DATABASE_OWNER_URL, name)
    run_as_owner(DATABASE_OWNER_URL, f'CREATE DATABASE "{name}"')
    call_command("migrate", interactive=False, verbosity=0)
    assert len(quick) > 1_000
    assert quick == catalogue()


def test_tables_that_are_there_are_migrated_the_long_way(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    plain = ProjectState.reload_model
    monkeypatch.setattr(
        first_tables, "call_command", lambda *words, **_: asked.append(ProjectState.reload_model is plain)
    )
    first_tables.migrate()
    assert asked == [True]
