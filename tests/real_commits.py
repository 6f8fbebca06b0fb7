"""A database with real commits for one test: a copy of the test database, thrown away as the owner afterwards.

Triggers on the register make Django's own flush fail, and other processes (a worker) see nothing of a test that is
rolled back. So each such test works on a copy made by CREATE DATABASE ... TEMPLATE, which takes about 0.1 s.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
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


@pytest.fixture
def real_commits(django_db_setup: None, django_db_blocker: Any) -> Iterator[RealDatabase]:
    """Point Django at a fresh copy of the test database, in which every commit is real."""
    from courtcase.settings import DATABASE_OWNER_URL, DATABASE_URL

    source = str(connection.settings_dict["NAME"])
    name = f"{source}_real_{os.getpid()}"
    connections.close_all()
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    run_as_owner(DATABASE_OWNER_URL, drop, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    connection.settings_dict["NAME"] = name
    try:
        with django_db_blocker.unblock():
            yield RealDatabase(name, with_name(DATABASE_URL, name), with_name(DATABASE_OWNER_URL, name))
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = source
        run_as_owner(DATABASE_OWNER_URL, drop)
