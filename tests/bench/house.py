"""The house under measurement: its own PostgreSQL (fsync on) and Redis, databases, web server and worker."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from courtcase import processes
from courtcase.embedded import servers, stamps
from courtcase.embedded.children import last_lines, spawn, stop
from courtcase.embedded.leftovers import until
from courtcase.embedded.place import make_folders, place_for
from tests.bench.load import Reader, Readers, request
from tests.real_commits import drop_database, with_name
from tests.workers import free_port

ROOT = Path(__file__).resolve().parents[2]
WEB_SECONDS = 60.0


@dataclass(frozen=True)
class Options:
    """What the command line asked for. `petitions` are the sizes of databases, where a module measures several.

    Of more than `lives` petitions the rest are rows of the lists alone (tests.bench.store.widened); 0: all have lives.
    """

    modules: tuple[str, ...]
    petitions: tuple[int, ...] = (1_000, 10_000)
    clients: int = 4
    quick: bool = False
    lives: int = 0


@dataclass
class House:
    """The servers, and what a module needs to measure the application on them."""

    options: Options
    data: Path
    servers: servers.Servers
    environment: dict[str, str]
    readers: Readers
    made: list[str] = field(default_factory=list)

    def environment_of(self, database: str) -> dict[str, str]:
        """Return the environment of a process that works on `database`."""
        names = ("DATABASE_URL", "DATABASE_OWNER_URL")
        return processes.environment_of(self.environment) | {
            name: with_name(self.environment[name], database) for name in names
        }

    def as_owner(self, *statements: str) -> None:
        """Run statements as the owner of the databases, outside any transaction."""
        ask(with_name(self.environment["DATABASE_OWNER_URL"], "postgres"), *statements)

    def drop(self, *names: str) -> None:
        """Throw databases away, whoever is connected to them."""
        drop_database(self.environment["DATABASE_OWNER_URL"], *names)

    def copy(self, name: str, *, of: str | None = None) -> str:
        """Make `name` a fresh copy of a database (of a prepared, empty one, when None); it goes with the house."""
        source = of or ready_database(self)
        self.drop(name)
        self.as_owner(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        self.made.append(name)
        return name

    @contextmanager
    def django_on(self, database: str) -> Iterator[None]:
        """Let the operations and models that a module calls itself work on `database`."""
        from django.db import connection

        before = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = database
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before

    @contextmanager
    def web(self, database: str) -> Iterator[int]:
        """Run the web server as in production on `database` for the block; yield its port on 127.0.0.1."""
        port = free_port()
        log = self.data / "web.log"
        environment = self.environment_of(database) | {"COURTCASE_LISTEN_PORT": str(port)}
        words = processes.command(processes.kind("web"), environment)
        process = spawn(words, environment=environment, log=log, folder=ROOT)
        try:
            if not until(lambda: process.poll() is not None or answers(port), within=WEB_SECONDS) or process.poll():
                raise RuntimeError("The web server did not start:\n" + last_lines(log))
            yield port
        finally:
            stop([(process, processes.kind("web").stop_signal)], within=10.0)

    @contextmanager
    def worker(self, database: str) -> Iterator[int]:
        """Run the worker as in production on `database` for the block, and yield its pid; whoever calls waits until it works."""
        words = processes.command(processes.kind("worker"), self.environment)
        process = spawn(words, environment=self.environment_of(database), log=self.data / "worker.log", folder=ROOT)
        try:
            yield process.pid
        finally:
            stop([(process, signal.SIGTERM)], within=15.0)


def answers(port: int) -> bool:
    """Say whether the web server on this port answers."""
    try:
        reader = Reader(port)
    except OSError:
        return False
    try:
        return reader.send(request("/healthz")).status == 200
    except OSError:
        return False
    finally:
        reader.close()


def schema_digest() -> str:
    """Return twelve letters that stand for tables, grants and rows of law: databases kept are named after them."""
    return stamps.digest(ROOT, stamps.DATABASE_PATTERNS)[:12]


def ready_database(house: House) -> str:
    """Return the name of a prepared database without petitions, kept until the schema changes."""
    name = f"bench_ready_{schema_digest()}"
    if name in databases(house):
        return name
    half = f"{name}_half"
    old = [one for one in databases(house) if one.startswith("bench_ready_")]
    house.drop(*old)
    house.as_owner(f'CREATE DATABASE "{half}"')
    manage(house.environment_of(half), "prepare_database")
    floor = "CREATE TABLE bench_floor (id bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), words text)"
    granted = "GRANT SELECT, INSERT ON bench_floor TO courtcase_app"
    numbers = "GRANT USAGE ON SEQUENCE bench_floor_id_seq TO courtcase_app"
    ask(with_name(house.environment["DATABASE_OWNER_URL"], half), floor, granted, numbers)
    house.as_owner(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
    return name


def databases(house: House) -> list[str]:
    """Return the names of the bench's databases."""
    address = with_name(house.environment["DATABASE_OWNER_URL"], "postgres")
    return [row[0] for row in ask(address, "SELECT datname FROM pg_database WHERE datname LIKE 'bench%'")]


def ask(address: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements one by one outside any transaction; return the rows of the last one, where it has any."""
    session = psycopg2.connect(address, connect_timeout=5)
    try:
        session.autocommit = True
        with session.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        session.close()


def manage(environment: dict[str, str], *words: str) -> None:
    """Run one management command to its end. Raises CalledProcessError when it fails."""
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True)


def environment_for(data: Path, found: servers.Servers) -> dict[str, str]:
    """Return the environment of every process of the bench: a demonstration that listens on this machine alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COURTCASE_", "DATABASE_"))}
    return (
        kept
        | found.environment()
        | {
            "COURTCASE_MODE": "demo",
            "COURTCASE_DATA_DIR": str(data),
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "PYTHONUTF8": "1",
        }
    )


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the lock of the bench's folder. Raises RuntimeError when another bench runs in it."""
    with (data / "bench.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RuntimeError("Another bench runs in this folder; give this one its own with --data.") from None
        yield


@contextmanager
def opened(options: Options, data: Path, readers: Readers) -> Iterator[House]:
    """Start the servers in `data` and load Django on them; stop them at the end, with the copies gone."""
    data.mkdir(parents=True, exist_ok=True)
    with only_one(data):
        place = place_for(data)
        make_folders(place)
        found = servers.start(place, environment={})
        try:
            servers.wait_until_up(found)
            environment = environment_for(data, found)
            os.environ.update(environment)
            house = House(options=options, data=data, servers=found, environment=environment, readers=readers)
            manage(environment, "prepare_files")
            import django

            django.setup()
            yield house
            close(house)
        finally:
            stop(found.processes(), within=10.0)


def close(house: House) -> None:
    """Drop the copies that modules made."""
    from django.db import connections

    connections.close_all()
    house.drop(*house.made)
