"""A database with real commits for one test: a copy of the test database, thrown away as the owner afterwards.

Triggers on the register make Django's own flush fail, and other processes (a worker) see nothing of a test that is
rolled back. So each such test works on a copy made by CREATE DATABASE ... TEMPLATE, which takes about 0.1 s.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg2
import pytest
from django.db import connection, connections


@dataclass(frozen=True)
class RealDatabase:
    """The copy: its name, and its addresses for the application role and for the owner."""

    name: str
    database_url: str
    owner_url: str


def with_name(address: str, name: str) -> str:
    """Return a database address with another database's name in it."""
    return urlunsplit(urlsplit(address)._replace(path="/" + quote(name)))


def run_as_owner(owner_url: str, *statements: str) -> None:
    """Run statements outside any transaction, as the owner, on the server's maintenance database."""
    session = psycopg2.connect(with_name(owner_url, "postgres"), connect_timeout=5)
    try:
        session.autocommit = True
        with session.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        session.close()


def template_of(source: str) -> str:
    """Return the name of the copy that nobody connects to: PostgreSQL copies no database that somebody uses."""
    return f"{source}_template"


def keep_template(source: str) -> None:
    """Make the copy from which every test with real commits begins; called while nobody is connected to `source`."""
    from courtcase.settings import DATABASE_OWNER_URL

    drop_template(source)
    run_as_owner(DATABASE_OWNER_URL, f'CREATE DATABASE "{template_of(source)}" TEMPLATE "{source}"')


def end_sessions(source: str) -> None:
    """End what is still connected to `source`: a thread of some test, say."""
    from courtcase.settings import DATABASE_OWNER_URL

    run_as_owner(
        DATABASE_OWNER_URL,
        # The name is our own, made of COURTCASE_TEST_NAME.
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'",  # noqa: S608
    )


def drop_template(source: str) -> None:
    """Throw the copy away."""
    from courtcase.settings import DATABASE_OWNER_URL

    run_as_owner(DATABASE_OWNER_URL, f'DROP DATABASE IF EXISTS "{template_of(source)}" WITH (FORCE)')


@contextmanager
def copied_database(purpose: str, django_db_blocker: Any) -> Iterator[RealDatabase]:
    """Point Django at a fresh copy of the test database, in which every commit is real; throw it away afterwards."""
    from courtcase.settings import DATABASE_OWNER_URL, DATABASE_URL

    source = str(connection.settings_dict["NAME"])
    name = f"{source}_{purpose}_{os.getpid()}"
    connections.close_all()
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    run_as_owner(DATABASE_OWNER_URL, drop, f'CREATE DATABASE "{name}" TEMPLATE "{template_of(source)}"')
    connection.settings_dict["NAME"] = name
    try:
        with django_db_blocker.unblock():
            yield RealDatabase(name, with_name(DATABASE_URL, name), with_name(DATABASE_OWNER_URL, name))
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = source
        run_as_owner(DATABASE_OWNER_URL, drop)


@pytest.fixture
def real_commits(django_db_setup: None, django_db_blocker: Any) -> Iterator[RealDatabase]:
    """Point Django at a fresh copy of the test database for one test."""
    with copied_database("real", django_db_blocker) as copy:
        yield copy


@pytest.fixture(scope="module")
def module_commits(django_db_setup: None, django_db_blocker: Any) -> Iterator[RealDatabase]:
    """Point Django at a fresh copy of the test database that the tests of one module share."""
    with copied_database("module", django_db_blocker) as copy:
        yield copy
