"""A database with real commits for one test: a copy of the test database, thrown away as the owner afterwards.

Triggers on the register make Django's own flush fail, and other processes (a worker) see nothing of a test that is
rolled back. So each such test works on a copy made by CREATE DATABASE ... TEMPLATE, which takes about 0.1 s.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
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


def drop_database(owner_url: str, *names: str, within: float = 60.0) -> None:
    """Throw databases away, ending the application's sessions in them first; one that is not there is no error.

    Not WITH (FORCE): it fails whenever an autovacuum worker happens to be at work there, which only a superuser may
    end. A plain DROP asks that worker to leave, and is asked again for at most `within` seconds.
    """
    until = monotonic() + within
    for name in names:
        while True:
            end_sessions(owner_url, name)
            try:
                run_as_owner(owner_url, f'DROP DATABASE IF EXISTS "{name}"')
                break
            except psycopg2.errors.ObjectInUse:
                if monotonic() > until:
                    raise


def template_of(source: str) -> str:
    """Return the name of the copy that nobody connects to: PostgreSQL copies no database that somebody uses."""
    return f"{source}_template"


def keep_template(source: str) -> None:
    """Make the copy from which every test with real commits begins; called while nobody is connected to `source`."""
    from courtcase.settings import DATABASE_OWNER_URL

    drop_template(source)
    run_as_owner(DATABASE_OWNER_URL, f'CREATE DATABASE "{template_of(source)}" TEMPLATE "{source}"')


def end_sessions(owner_url: str, name: str) -> None:
    """End what is still connected to a database: a thread of some test, say. PostgreSQL's own workers have no user."""
    run_as_owner(
        owner_url,
        # The name is our own, made of COURTCASE_TEST_NAME.
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608
        f" WHERE datname = '{name}' AND usename IS NOT NULL",
    )


def drop_template(source: str) -> None:
    """Throw the copy away."""
    from courtcase.settings import DATABASE_OWNER_URL

    drop_database(DATABASE_OWNER_URL, template_of(source))


@contextmanager
def copied_database(purpose: str, django_db_blocker: Any) -> Iterator[RealDatabase]:
    """Point Django at a fresh copy of the test database, in which every commit is real; throw it away afterwards."""
    from courtcase.settings import DATABASE_OWNER_URL, DATABASE_URL

    source = str(connection.settings_dict["NAME"])
    name = f"{source}_{purpose}_{os.getpid()}"
    connections.close_all()
    drop_database(DATABASE_OWNER_URL, name)
    run_as_owner(DATABASE_OWNER_URL, f'CREATE DATABASE "{name}" TEMPLATE "{template_of(source)}"')
    connection.settings_dict["NAME"] = name
    try:
        with django_db_blocker.unblock():
            yield RealDatabase(name, with_name(DATABASE_URL, name), with_name(DATABASE_OWNER_URL, name))
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = source
        drop_database(DATABASE_OWNER_URL, name)


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
