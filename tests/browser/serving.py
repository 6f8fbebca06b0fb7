"""The application as its users meet it: a web server and a worker of their own, on a database of real commits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password

from courtcase.embedded.children import die_with_parent
from courtcase.keys.files import current_key, index_key
from courtcase.people.actors import Actor
from courtcase.people.cast import MEMBERS, create_member, team_of_cast
from courtcase.processes import command, kind
from petitions.intake.ladder import first_ladder
from petitions.intake.operations.change_routing import change_routing
from tests.cast import PASSWORD
from tests.real_commits import RealDatabase
from tests.workers import ROOT, Broker, CeleryProcess, free_port, until

BEFORE_THE_COURT = datetime(2022, 12, 1, tzinfo=UTC)
WORKER = ["worker", "--loglevel", "info", "--pool", "solo", "--without-gossip", "--without-mingle"]


@dataclass
class Site:
    """A running application: its address, where its processes write what they do, and how its web server starts."""

    address: str
    log: Path
    worker_log: Path
    environment: Mapping[str, str]
    web: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the web server, and wait until it answers."""
        words = command(kind("web"), self.environment)
        with self.log.open("ab") as log:
            self.web = subprocess.Popen(
                words,
                cwd=ROOT,
                env=os.environ | self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),
            )
        assert until(self.answers, seconds=30), self.said()

    def kill(self) -> None:
        """Kill the web server at once, with whatever it was doing."""
        if self.web is not None:
            os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait()
            self.web = None

    def answers(self) -> bool:
        """Say whether the web server answers."""
        try:
            with urllib.request.urlopen(self.address + "/healthz", timeout=2) as response:  # noqa: S310 - our own
                return bool(response.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def said(self) -> str:
        """Return the last lines of both logs, for a failure's message."""
        kept = [path.read_text(encoding="utf-8", errors="replace")[-4000:] for path in (self.log, self.worker_log)]
        return "\n".join(kept)


def collected_files(folder: Path) -> Path:
    """Collect the static files, hashed and compressed as in production, into a data folder; return the folder."""
    environment = os.environ | {"COURTCASE_MODE": "demo", "COURTCASE_DATA_DIR": str(folder)}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    return folder


def seed() -> None:
    """Put the cast and the rules of routing into the database. Their password is hashed as the running site does."""
    hashed = make_password(PASSWORD, hasher=PBKDF2PasswordHasher())
    for member in MEMBERS:
        create_member(member.key, hashed, BEFORE_THE_COURT)
    teams = {code: team_of_cast(code) for code in ("citizens", "criminal", "institutions")}
    change_routing(ladder=first_ladder(teams), actor=Actor.system("tests"), at=BEFORE_THE_COURT)


def environment_of(database: RealDatabase, *, redis_url: str, data_folder: Path, port: int) -> dict[str, str]:
    """Return the environment of the site's processes: a demonstration, with the key files of this test run."""
    current_key(), index_key()  # noqa: B018 - the files are there before two processes want them
    keys = Path(settings.DATA_DIR) / "keys"
    return {
        "COURTCASE_MODE": "demo",
        "DATABASE_URL": database.database_url,
        "DATABASE_OWNER_URL": database.owner_url,
        "REDIS_URL": redis_url,
        "COURTCASE_DATA_DIR": str(data_folder),
        "COURTCASE_KEY_FILES": str(keys / "kek-1.key"),
        "COURTCASE_INDEX_KEY_FILE": str(keys / "index.key"),
        "COURTCASE_LISTEN_PORT": str(port),
        "COURTCASE_PUBLIC_ADDRESS": f"http://127.0.0.1:{port}",
        "COURTCASE_WEB_PROCESSES": "1",
        "COURTCASE_QUIET_SECONDS": "0",  # tests type faster than people
        "PYTHONUTF8": "1",
    }


@contextmanager
def running_site(
    database: RealDatabase, *, folder: Path, data_folder: Path, extra: Mapping[str, str]
) -> Iterator[Site]:
    """Run Redis, a web server and a worker until the block ends, and leave nothing of them behind.

    `extra` is added to the environment of both: what one module's tests want set up besides.
    """
    broker, port = Broker(folder), free_port()
    broker.start()
    environment = environment_of(database, redis_url=broker.url, data_folder=data_folder, port=port) | dict(extra)
    site = Site(f"http://127.0.0.1:{port}", folder / "web.log", folder / "worker.log", environment)
    worker = CeleryProcess(WORKER, environment=environment, log=site.worker_log).start()
    try:
        site.start()
        yield site
    finally:
        site.kill()
        worker.kill()
        broker.stop()
