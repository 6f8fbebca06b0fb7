"""Public pages are made from a replica while it keeps up, and from the primary when it lags, is away, or one is signed in."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest

from courtcase.embedded.place import SOCKET_PARENT
from tests.production import machine
from tests.production.installation import Installation, Unit, ended, environment_of
from tests.production.replica import Standby, pooler, standby
from tests.workers import ROOT, free_port, until

pytestmark = [pytest.mark.faults, pytest.mark.alone]
PAGE = "/ru/norms/constitution-1995"
API = "/api/v1/statistics/"
LAG_SECONDS = 4.0
A_FIGURE = """
WITH counted AS (
    INSERT INTO rulings_countedyear (year, origin, is_over, counted_at) VALUES (2025, 'counted', true, now()) RETURNING id
)
INSERT INTO rulings_figurecell
    (year_id, figure, part, dimension, value, position, label_kk, label_ru, label_en, count, percent, source)
SELECT id, 'filed', '', '', '', 1, '', '', '', 7, NULL, '' FROM counted"""
# The sessions PgBouncer keeps: those of the first web process come from another program.
SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'courtcase_app' AND client_addr IS NULL"


@dataclass
class Site:
    """A web process over a primary, with a replica."""

    made: Installation
    standby: Standby
    port: int
    primary: int

    def page(self, path: str = PAGE, *, cookie: str = "", token: str = "") -> str:
        """Return the page of an act, or what the API says of it, as everybody or somebody with a session sees it."""
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")  # noqa: S310 - our own
        if token:
            asked.add_header("Authorization", f"Token {token}")
        asked.add_header("Host", "localhost")
        asked.add_header("X-Forwarded-Proto", "https")
        if cookie:
            asked.add_header("Cookie", cookie)
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
            return str(answer.read().decode())

    def name_act(self, title: str) -> None:
        """Give the act, and the rows of the figures, another title, on the primary."""
        with self.made.owner() as connection, connection.cursor() as cursor:
            cursor.execute("UPDATE law_act SET short_ru = %s WHERE code = 'constitution-1995'", [title])
            cursor.execute("UPDATE rulings_figurecell SET label_ru = %s", [title])
            connection.commit()

    def named(self) -> int:
        """Return the number in the act's title, 0 where it has none."""
        title = str(self.made.rows("SELECT short_ru FROM law_act WHERE code = 'constitution-1995'")[0][0])
        return int(title.removeprefix("Имя ")) if title.startswith("Имя ") else 0

    def as_superuser(self, statement: str) -> None:
        """Have the primary do something that its owner may not."""
        folder = self.made.folder / "postgresql"
        words = [
            machine.program("psql"),
            "-h",
            str(folder),
            "-p",
            str(self.primary),
            "-U",
            "postgres",
            "-d",
            "courtcase",
        ]
        subprocess.run([*words, "-XAtc", statement], check=True, capture_output=True)

    def answers(self, port: int) -> bool:
        """Say whether the page is there."""
        try:
            return bool(self.page())
        except OSError:
            return False


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Debian's PostgreSQL twice, Redis, PgBouncer before the first, and a web process that reads from the second."""
    folder = Path(tempfile.mkdtemp(prefix="courtcase-replica-", dir=SOCKET_PARENT))
    folder.chmod(0o711)
    primary, redis, second, web, public = (free_port() for _ in range(5))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        made = installation(stack, folder, primary, redis, public)
        replica = stack.enter_context(standby(folder, primary_port=primary, port=second))
        address = (folder / "secrets/database_url").read_text().strip()
        own = {
            "DATABASE_READING_URL": address.replace(f":{primary}/", f":{second}/"),
            "COURTCASE_READING_LAG_SECONDS": str(LAG_SECONDS),
        }
        found = Site(made, replica, web, primary)
        stack.enter_context(running(found, web, own))
        yield found


def installation(stack: ExitStack, folder: Path, primary: int, redis: int, public: int) -> Installation:
    """Make secrets, start the servers and prepare the database."""
    secrets = folder / "secrets"
    servers = [f"127.0.0.1:{primary}", f"127.0.0.1:{redis}"]
    subprocess.run([str(ROOT / "bin/make-secrets"), str(secrets), *servers], check=True, capture_output=True)
    stack.enter_context(machine.postgresql(folder, secrets, primary))
    stack.enter_context(machine.redis(folder, redis))
    mail = stack.enter_context(machine.mail())
    (secrets / "mail_url").chmod(0o600)
    (secrets / "mail_url").write_text(f"smtp://127.0.0.1:{mail.port}\n")
    made = Installation(folder, environment_of(folder, public), public, machine.write_certificate(folder), mail)
    for words in (["--owner", "prepare_database"], ["prepare_files"]):
        done = made.manage(*words)
        assert done.returncode == 0, done.stderr
    with made.owner() as connection, connection.cursor() as cursor:
        cursor.execute(A_FIGURE)
        connection.commit()
    return made


@contextmanager
def running(site: Site, port: int, own: dict[str, str]) -> Iterator[Unit]:
    """Run a web process of one's own environment until the block ends."""
    own = own | {"COURTCASE_LISTEN_PORT": str(port), "COURTCASE_WEB_PROCESSES": "1"}
    unit = Unit("web", str(port), site.made.environment | own, site.made.folder / f"web-{port}.log")
    unit.start()
    try:
        assert until(lambda: site.answers(port), seconds=60, every=0.3), unit.written()[-3_000:]
        yield unit
    finally:
        ended(unit)


def test_readers_get_what_the_replica_holds_and_whoever_has_a_session_what_is_true_now(site: Site) -> None:
    # A page that tells the name may be the primary's still: the replica is read only once it is known to keep up.
    assert until(lambda: is_read(site), seconds=60, every=0.5), "the replica keeps up and is not read"
    site.name_act("Прежнее имя")
    assert until(lambda: "Прежнее имя" in site.page(), seconds=20)
    site.standby.ask("SELECT pg_wal_replay_pause()")
    try:
        site.name_act("Новое имя")
        assert "Прежнее имя" in site.page()  # well within the seconds it may lag
        assert "Прежнее имя" in site.page(API)
        assert "Новое имя" in site.page(cookie="__Host-sessionid=of-somebody")
        assert "Новое имя" in site.page(API, token="of-a-program")
        assert until(lambda: "Новое имя" in site.page(), seconds=20, every=0.3), "a replica that lags is read on"
    finally:
        site.standby.ask("SELECT pg_wal_replay_resume()")


def test_replica_that_goes_away_is_noticed_by_no_reader_and_used_again_when_it_is_back(site: Site) -> None:
    site.name_act("Пока она есть")
    assert until(lambda: "Пока она есть" in site.page(), seconds=20)
    site.standby.stop()
    site.name_act("Её больше нет")
    assert "Её больше нет" in site.page(API)
    assert all("Её больше нет" in site.page() for _ in range(5))
    site.standby.start()
    assert until(lambda: is_read(site), seconds=60, every=0.5), "the replica is back and not read"


def is_read(site: Site) -> bool:
    """Say whether readers get what the replica holds: what it is held back from, they do not see."""
    site.standby.ask("SELECT pg_wal_replay_pause()")
    try:
        before = site.named()
        site.name_act(f"Имя {before + 1}")
        return f"Имя {before + 1}" not in site.page()
    finally:
        site.standby.ask("SELECT pg_wal_replay_resume()")


def test_many_readers_share_three_sessions_of_the_database_through_pgbouncer(site: Site) -> None:
    """Each has its transaction for itself; time limits, which no session brings of its own, are the role's."""
    folder, pooled, web = site.made.folder, free_port(), free_port()
    password = (folder / "secrets/database_application_password").read_text().strip()
    address = (folder / "secrets/database_url").read_text().strip()
    for name, value in (("lock_timeout", "3s"), ("statement_timeout", "10s")):
        site.as_superuser(f"ALTER ROLE courtcase_app SET {name} = '{value}'")
    own = {
        "DATABASE_URL": address.replace(f":{site.primary}/", f":{pooled}/"),
        "COURTCASE_DATABASE_POOLED": "true",
        "COURTCASE_WEB_THREADS": "16",
    }
    environment = {name: value for name, value in site.made.environment.items() if name != "DATABASE_URL_FILE"}
    users = {"courtcase_app": password}
    with pooler(folder, sockets=folder / "postgresql", primary_port=site.primary, port=pooled, users=users, sessions=3):
        behind = Site(Installation(folder, environment, 0, site.made.trust, site.made.mail), site.standby, web, 0)
        with running(behind, web, own), ThreadPoolExecutor(16) as readers:
            assert all(readers.map(lambda _number: "</html>" in behind.page(), range(160)))
            shared = site.made.rows(SESSIONS)
        with closing(psycopg2.connect(own["DATABASE_URL"])) as session, session.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("3s",)
    assert 1 <= int(str(shared[0][0])) <= 3
