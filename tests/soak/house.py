"""The system under test: PostgreSQL and Redis as kept in earnest, web, two workers, two beats, a mail server; one folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import psycopg2
import redis

from courtcase.embedded.children import die_with_parent
from courtcase.embedded.leftovers import process_numbers, stop_leftovers, working_folder
from courtcase.embedded.place import SOCKET_PARENT
from courtcase.embedded.stages import say
from tests.notices.mail_server import MailServer
from tests.production.replica import pooler
from tests.soak.clock import Clock
from tests.soak.keeper import ROOT, place_of
from tests.soak.volumes import Volume
from tests.workers import free_port, until

LEASE_SECONDS = 15
DATABASE_MEGABYTES, DOCUMENTS_MEGABYTES = 2_000, 400
APPLICATION = ("web", "worker-1", "worker-2", "beat-1", "beat-2")
SERVERS = ("PostgreSQL", "Redis")
START_SECONDS = 180.0


class House:
    """Everything that runs, by name; how to ask it and how to hurt it is in `faults`."""

    def __init__(
        self, folder: Path, mail: MailServer, *, may_mount: bool, lease: int = LEASE_SECONDS, pooled: bool = False
    ) -> None:
        self.folder, self.mail, self.lease = folder, mail, lease
        self.clock = Clock(folder)
        self.database_disk = Volume(folder / "embedded", megabytes=DATABASE_MEGABYTES, may_mount=may_mount)
        self.documents_disk = Volume(folder / "data" / "documents", megabytes=DOCUMENTS_MEGABYTES, may_mount=may_mount)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.keeper: subprocess.Popen[bytes] | None = None
        self.superuser = ""
        self.found: dict[str, str] = {}
        self.seeded: dict[str, Any] = {}
        self.is_pooled, self.own = pooled, ExitStack()
        self.pooled: dict[str, str] = {}
        self.kill_pooler: Callable[[], None] = lambda: None

    def environment(self, *, with_clock: bool = False) -> dict[str, str]:
        """Return what every process of the application is started with."""
        own = {
            "COURTCASE_MODE": "test",
            "COURTCASE_DATA_DIR": str(self.folder / "data"),
            "COURTCASE_LISTEN_PORT": str(self.port),
            "COURTCASE_PUBLIC_ADDRESS": self.address,
            "COURTCASE_MAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "COURTCASE_LEASE_SECONDS": str(self.lease),
            "COURTCASE_TRUSTED_PROXIES": "1",
            "DJANGO_SETTINGS_MODULE": "courtcase.settings",
            "PYTHONUTF8": "1",
            "PYTHONUNBUFFERED": "1",
        }
        return own | self.found | (self.clock.environment() if with_clock else {})

    def start(self, *, cases: int) -> None:
        """Start servers, prepare database and cast, start the application, and wait until it is ready."""
        (self.folder / "logs").mkdir()
        self.keeper = self.started([sys.executable, "-m", "tests.soak.keeper", str(self.folder)], log="keeper.log")
        told = self.folder / "environment.json"
        self.must(told.exists, "the servers did not start")
        kept = json.loads(told.read_text(encoding="utf-8"))
        self.found, self.superuser = kept["environment"], kept["superuser"]
        self.manage("manage.py", "messages", "--compile", "--verbosity", "0")
        self.manage("manage.py", "prepare_database")
        seeded = self.folder / "seeded.json"
        self.manage("-m", "tests.soak.seed", str(cases), str(seeded))
        self.seeded = json.loads(seeded.read_text(encoding="utf-8"))
        if self.is_pooled:
            self.pooled = self.own.enter_context(pooled(self))
        plan = [{"name": name, "kind": name.partition("-")[0]} for name in APPLICATION]
        # A beat's lock is its session's: it goes to PostgreSQL itself.
        own = {"web": self.pooled, "worker": self.pooled, "beat": {}}
        lines = [{**line, "environment": self.environment(with_clock=True) | own[line["kind"]]} for line in plan]
        (self.folder / "plan.json").write_text(json.dumps(lines), encoding="utf-8")
        (self.folder / "go").touch()
        self.must(self.is_ready, "the application is not ready")

    def started(self, command: list[str], *, log: str) -> subprocess.Popen[bytes]:
        """Start a process of the harness in a group of its own; call from the main thread, whose end is its end."""
        with (self.folder / "logs" / log).open("ab") as output:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=clean_environment() | self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )

    def manage(self, *words: str, timeout: float = 600) -> str:
        """Run a Python command of the project to its end and return what it printed; raises RuntimeError with all of it."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=clean_environment() | self.environment(),
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout[-4_000:]}\n{done.stderr[-4_000:]}")
        return done.stdout

    def must(self, condition: Any, complaint: str, *, seconds: float = START_SECONDS) -> None:
        """Wait for `condition`; raises RuntimeError with the end of every log where it never comes."""
        if not until(condition, seconds=seconds, every=0.2):
            raise RuntimeError(f"{complaint}\n{self.said()}")

    def said(self) -> str:
        """Return the last lines of every log."""
        logs = sorted((self.folder / "logs").glob("*.log"))
        return "\n".join(f"== {log.name}\n{log.read_text(encoding='utf-8', errors='replace')[-2_000:]}" for log in logs)

    def errors(self) -> list[str]:
        """Return the lines in which a web process said that it failed: the kind of each error and its places."""
        with (self.folder / "logs" / "web.log").open(encoding="utf-8", errors="replace") as lines:
            return [line.rstrip() for line in lines if '"level": "error"' in line]

    def is_ready(self) -> bool:
        """Say whether /readyz is green."""
        try:
            with urllib.request.urlopen(self.address + "/readyz", timeout=5) as response:  # noqa: S310 - our own
                return bool(response.status == 200)
        except OSError:
            return False

    def numbers(self) -> dict[str, int]:
        """Return the numbers of the kept processes by name."""
        try:
            found = json.loads((self.folder / "children.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): int(number) for name, number in found.items()}

    def database(self) -> Any:
        """Return a connection as the superuser, in autocommit; raises psycopg2.OperationalError when it is away."""
        session = psycopg2.connect(
            host=str(self.folder / "s"),
            port=5432,
            user="postgres",
            password=self.superuser,
            dbname="courtcase",
            connect_timeout=3,
            options="-c statement_timeout=5000 -c lock_timeout=3000",
        )
        session.autocommit = True
        return session

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what a statement answers; raises psycopg2.Error."""
        session = self.database()
        try:
            with session.cursor() as cursor:
                cursor.execute(statement, values or None)
                return list(cursor.fetchall())
        finally:
            session.close()

    def write_what_reached(self, target: Path) -> None:
        """Write what reached the mail server until now, and up to which notice; beat goes on and owes more while one reckons."""
        newest = self.rows("SELECT coalesce(max(id), 0) FROM notices_notice")[0][0]
        ids = [str(message["Message-ID"]).strip() for message in list(self.mail.messages)]
        target.write_text(json.dumps({"messages": ids, "newest_notice": newest}), encoding="utf-8")

    def redis(self) -> redis.Redis:
        """Return a client of the broker."""
        return redis.Redis(unix_socket_path=str(self.folder / "s" / "redis.sock"), socket_timeout=3)

    def stop(self) -> None:
        """Stop everything, and take the disks away."""
        self.own.close()
        for disk in (self.database_disk, self.documents_disk):
            disk.free()
        if self.keeper is not None:
            self.keeper.terminate()
            try:
                self.keeper.wait(30)
            except subprocess.TimeoutExpired:
                self.keeper.kill()
                self.keeper.wait()
        place = place_of(self.folder)
        for pid in process_numbers():  # a PostgreSQL that was frozen or orphaned in the middle of a fault
            if working_folder(pid) == place.postgres_data:
                os.kill(pid, signal.SIGKILL)
        stop_leftovers(place)
        for disk in (self.documents_disk, self.database_disk):
            disk.unmount()


@contextmanager
def pooled(house: House) -> Iterator[dict[str, str]]:
    """Run PgBouncer before PostgreSQL, with six sessions for all; yield what web and workers are started with."""
    direct, port = urlsplit(house.found["DATABASE_URL"]), free_port()
    user, password = str(direct.username), unquote(str(direct.password))
    for name, value in (("lock_timeout", "3s"), ("statement_timeout", "10s")):
        session = house.database()
        with session.cursor() as cursor:
            cursor.execute(f"ALTER ROLE {user} SET {name} = '{value}'")
        session.close()
    sockets = house.folder / "s"
    about: dict[str, Any] = {"sockets": sockets, "primary_port": 5432, "port": port, "users": {user: password}}
    with pooler(house.folder, **about, sessions=6) as house.kill_pooler:
        address = f"postgres://{user}:{quote(password, safe='')}@127.0.0.1:{port}/courtcase"
        yield {"DATABASE_URL": address, "COURTCASE_DATABASE_POOLED": "true"}


def clean_environment() -> dict[str, str]:
    """Return our environment without what would lead the soak to somebody else's servers."""
    foreign = ("COURTCASE_", "DATABASE_", "REDIS_", "PG", "PYTEST", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}


@contextmanager
def running_house(
    mail: MailServer,
    *,
    may_mount: bool,
    cases: int,
    logs: Path | None = None,
    lease: int = LEASE_SECONDS,
    pooled: bool = False,
) -> Iterator[House]:
    """Run the whole system in a folder of its own until the block ends, and leave nothing behind but `logs`, if wanted."""
    folder = Path(tempfile.mkdtemp(prefix="courtcase-soak-", dir=SOCKET_PARENT))
    folder.chmod(0o711)
    house = None
    try:
        house = House(folder, mail, may_mount=may_mount, lease=lease, pooled=pooled)
        house.start(cases=cases)
        yield house
    finally:
        if house and logs:
            keep_logs(house, logs)
        if house:
            house.stop()
        shutil.rmtree(folder, ignore_errors=True)
        say("  ok Everything of the soak is stopped and removed")


def keep_logs(house: House, target: Path) -> None:
    """Copy all logs to a folder, for somebody to read."""
    target.mkdir(parents=True, exist_ok=True)
    for log in [*(house.folder / "logs").glob("*"), *(house.folder / "embedded" / "logs").glob("*")]:
        shutil.copy(log, target / log.name)
