"""The embedded servers are real, private, and come back after being killed; in a path with spaces and Cyrillic."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis

from courtcase.embedded import postgres, redis_server, servers
from courtcase.embedded.children import stop
from courtcase.embedded.leftovers import lives, stop_leftovers
from courtcase.embedded.place import SOCKET_PARENT, Place, server_account
from courtcase.embedded.stages import EmbeddedError


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place in a path with spaces and Cyrillic letters, which the servers' account can reach."""
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="Мой суд ", dir=SOCKET_PARENT))
    folder.chmod(0o711)
    found = Place(folder=folder / "Қазақша деректер", sockets=folder / "s", account=server_account())
    yield found
    stop_leftovers(found)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(place: Place) -> Iterator[servers.Servers]:
    """Start both servers, wait for them, and stop them at the end."""
    started = servers.start(place, environment={}, throwaway=True)
    try:
        servers.wait_until_up(started)
        yield started
    finally:
        stop(started.processes(), within=5)


def ask(started: servers.Servers, question: str) -> Any:
    """Return the first value of a query asked as the application role."""
    opened = psycopg2.connect(started.environment()["DATABASE_URL"])
    try:
        cursor = opened.cursor()
        cursor.execute(question)
        row = cursor.fetchone()
        return row[0] if row else None
    finally:
        opened.close()


def test_both_servers_whatever_the_locale(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"LC_ALL": "xx_YY.KOI8-R", "LANG": "C", "PGDATABASE": "elsewhere", "PGPORT": "1"}.items():
        monkeypatch.setenv(name, value)
    with running(place) as started:
        monkeypatch.delenv("PGDATABASE")
        assert ask(started, "SELECT lower('ӘҒҚҢӨҰҮҺІ')") == "әғқңөұүһі"
        assert ask(started, "SHOW server_encoding") == "UTF8"
        assert ask(started, "SHOW listen_addresses") == ""
        assert ask(started, "SELECT current_user") == "courtcase_app"
        client = redis.Redis.from_url(started.environment()["REDIS_URL"])
        assert client.ping()
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        assert client.config_get("port")["port"] == "0"
        assert place.sockets.stat().st_mode & 0o777 == 0o700


def test_application_role_may_not_create_tables(place: Place) -> None:
    with running(place) as started:
        opened = psycopg2.connect(started.environment()["DATABASE_URL"])
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            opened.cursor().execute("CREATE TABLE mine ()")
        opened.close()
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(host=str(place.sockets), user="courtcase_app", dbname="courtcase", password="wrong")


def test_data_survives_a_kill_of_everything(place: Place) -> None:
    started = servers.start(place, environment={})
    servers.wait_until_up(started)
    opened = psycopg2.connect(started.environment()["DATABASE_OWNER_URL"])
    opened.autocommit = True
    opened.cursor().execute("CREATE TABLE kept AS SELECT 7 AS number; GRANT SELECT ON kept TO courtcase_app")
    redis.Redis.from_url(started.environment()["REDIS_URL"]).set("kept", "7")
    for process, _ in started.processes():
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    with running(place) as again:
        assert ask(again, "SELECT number FROM kept") == 7


def test_orphans_of_a_killed_start_are_stopped(place: Place) -> None:
    started = servers.start(place, environment={}, throwaway=True)
    servers.wait_until_up(started)
    numbers = [process.pid for process, _ in started.processes()]
    assert stop_leftovers(place) >= 2
    for process, _ in started.processes():
        process.wait(5)
    assert not any(lives(number) for number in numbers)
    assert stop_leftovers(place) == 0


def test_lock_file_of_a_zombie_does_not_stop_the_next_start(place: Place) -> None:
    with running(place):
        kept = (place.postgres_data / "postmaster.pid").read_text()
    zombie = subprocess.Popen(["true"])  # not waited for: it stays a zombie, and its number stays taken
    lock = place.postgres_data / "postmaster.pid"
    lock.write_text("\n".join([str(zombie.pid), *kept.splitlines()[1:]]) + "\n")
    os.chown(lock, place.owner.uid, place.owner.gid)
    with running(place) as started:
        assert ask(started, "SELECT 1") == 1
    zombie.wait()


def test_half_made_database_is_made_anew(place: Place) -> None:
    servers.make_folders(place)
    (place.folder / "postgresql.half").mkdir()
    (place.folder / "postgresql.half" / "PG_VERSION").write_text("18")
    with running(place) as started:
        assert ask(started, "SELECT 1") == 1


def test_other_major_version_says_how_to_move(place: Place) -> None:
    place.postgres_data.mkdir(parents=True)
    (place.postgres_data / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedError, match="(?s)made by PostgreSQL 16.*backup.*aside.*restore"):
        postgres.initialise(place, {})


def test_damaged_redis_file_is_put_aside(place: Place) -> None:
    servers.make_folders(place)
    file = place.redis_data / "appendonly.aof"
    file.write_bytes(b"*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\nthis is no such file\r\n" * 3)
    os.chown(file, place.owner.uid, place.owner.gid)
    started = servers.start(place, environment={"DATABASE_URL": "elsewhere"})
    try:
        servers.wait_until_up(started)
        assert redis_server.answers(place)
        assert list(place.redis_data.glob("appendonly.damaged.*"))
    finally:
        stop(started.processes(), within=5)


def test_servers_that_are_named_are_not_started(place: Place) -> None:
    started = servers.start(place, environment={"DATABASE_URL": "postgres://a", "REDIS_URL": "redis://b"})
    assert started.processes() == []
    assert started.environment() == {}
