"""Indexes and foreign keys are taken down for a big load and put up again after it, exactly as they were.

What was taken down stands in a table of its own until it is up again: the run after one that was killed begins with it.
Only the owner of the tables may do this; without the owner's address everything stays up, and the load is slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg2
from django.conf import settings
from django.db import connection
from django.db.models import Model, UniqueConstraint
from psycopg2 import sql

from courtcase.register.models import SealedEntry, TreeNode
from rulings.demo.bulk.rows import TABLES

Say = Callable[[str], None]
WORTH_IT = 50_000  # petitions; with fewer, rebuilding takes as long as it saves
LIST = "courtcase_taken_down"
FOREIGN_KEY = " FOREIGN KEY "
SEALED: tuple[type[Model], ...] = (SealedEntry, TreeNode)
NAMES = [model._meta.db_table for model in TABLES + SEALED]

# Each row: what takes a thing down, and what puts it up again. Foreign keys stand on unique keys, so they go first.
FOREIGN_KEYS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'f' AND conparentid = 0
  AND (conrelid::regclass::text = ANY(%(all)s) OR confrelid::regclass::text = ANY(%(loaded)s))
ORDER BY conrelid::regclass::text, conname
"""
KEYS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype IN ('p', 'u') AND conrelid::regclass::text = ANY(%(loaded)s)
ORDER BY conrelid::regclass::text, contype, conname
"""
INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid), indexrelid::regclass::text
FROM pg_index WHERE indrelid::regclass::text = ANY(%(loaded)s)
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
ORDER BY indrelid::regclass::text, indexrelid::regclass::text
"""


def owner_session() -> Any:
    """Return a connection of the owner to the database Django is connected to; None where the owner has no address."""
    if not settings.DATABASE_OWNER_URL:
        return None
    name = "/" + quote(str(connection.settings_dict["NAME"]))
    session = psycopg2.connect(urlunsplit(urlsplit(settings.DATABASE_OWNER_URL)._replace(path=name)))
    with session, session.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("SET synchronous_commit = off")
    return session


@contextmanager
def maintenance(count: int, *, say: Say) -> Iterator[None]:
    """Take indexes and keys down for the block where `count` petitions are worth it, and put them up after it.

    Foreign keys stay down: `beside` puts them up.
    """
    if count < WORTH_IT or not settings.DATABASE_OWNER_URL:
        yield
        return
    take_down()
    say("  ok Indexes and foreign keys taken down")
    yield
    put_up(say=say, foreign_keys=False)


@contextmanager
def beside(*, say: Say) -> Iterator[None]:
    """Put up what is still down while the block runs, and wait for it: checking keys leaves a processor free."""
    failed: list[BaseException] = []

    def work() -> None:
        try:
            put_up(say=say)
        except BaseException as error:  # noqa: BLE001 - raised again below, in the caller's thread
            failed.append(error)

    thread = Thread(target=work, name="foreign-keys")
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if failed:
        raise failed[0]


def take_down() -> None:
    """Take down the indexes and keys of the tables that are loaded, and write down how they are put up. All or nothing."""
    session = owner_session()
    try:
        with session, session.cursor() as cursor:
            loaded = [model._meta.db_table for model in TABLES]
            declared, things = declared_indexes(), []
            cursor.execute(INDEXES, {"loaded": loaded})
            things += [(down, declared.get(name, up)) for down, up, name in cursor.fetchall()]
            for question in (KEYS, FOREIGN_KEYS):
                cursor.execute(question, {"all": NAMES, "loaded": loaded})
                things += cursor.fetchall()
            cursor.execute(f"CREATE TABLE {LIST} (place serial PRIMARY KEY, statement text NOT NULL)")
            cursor.executemany(f"INSERT INTO {LIST} (statement) VALUES (%s)", [(up,) for _down, up in things])  # noqa: S608
            for down, _up in reversed(things):
                cursor.execute(down)
    finally:
        session.close()


def declared_indexes() -> dict[str, str]:
    """Return, by name, how the models' own indexes and conditional unique constraints are made.

    PostgreSQL writes the condition of a partial index down in other words than it was given in, and again in others when
    it is given those.
    """
    found = {}
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        for model in TABLES:
            conditional = [
                one for one in model._meta.constraints if isinstance(one, UniqueConstraint) and one.condition
            ]
            for index in (*model._meta.indexes, *conditional):
                found[index.name] = str(index.create_sql(model, editor))
    return found


def put_up(*, say: Say, foreign_keys: bool = True) -> None:
    """Put up what was taken down, in whichever run; does nothing where nothing is down, or the owner has no address."""
    began, said, session = monotonic(), monotonic(), owner_session()
    if session is None:
        return
    try:
        statements = [one for one in waiting(session) if foreign_keys or FOREIGN_KEY not in one[1]]
        for done, (place, statement) in enumerate(statements, start=1):
            with session, session.cursor() as cursor:
                cursor.execute(statement)
                cursor.execute(f"DELETE FROM {LIST} WHERE place = %s", [place])  # noqa: S608 - a constant
            if monotonic() - said > 5:
                said = monotonic()
                say(f"  .. Indexes and keys: {done} of {len(statements)}, {said - began:.0f} s")
        if foreign_keys and statements:
            with session, session.cursor() as cursor:
                cursor.execute(f"DROP TABLE {LIST}")
    finally:
        session.close()
    if statements:
        say(f"  ok Indexes and keys put up: {len(statements)}: {monotonic() - began:.1f} s")


def waiting(session: Any) -> Sequence[tuple[int, str]]:
    """Return what is down, in the order in which it is put up."""
    with session, session.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [LIST])
        if cursor.fetchone()[0] is None:
            return []
        cursor.execute(f"SELECT place, statement FROM {LIST} ORDER BY place")  # noqa: S608 - a constant
        return list(cursor.fetchall())


def tidy(*, say: Say) -> None:
    """Let PostgreSQL count what was loaded and mark it as seen (VACUUM, ANALYZE), where the owner has an address."""
    session, began = owner_session(), monotonic()
    if session is None:
        return
    try:
        session.autocommit = True
        with session.cursor() as cursor:
            tables = sql.SQL(", ").join(sql.Identifier(name) for name in NAMES)
            cursor.execute(sql.SQL("VACUUM (ANALYZE) {}").format(tables))
    finally:
        session.close()
    say(f"  ok Tables counted: {monotonic() - began:.1f} s")
