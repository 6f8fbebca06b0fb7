"""A production installation by hand, as docs/operations.md has it, and a supervisor that does what systemd would."""

from __future__ import annotations

import http.client
import os
import pwd
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from courtcase.embedded.place import SOCKET_PARENT
from tests.production import machine
from tests.workers import ROOT, free_port, until

START_SECONDS = 90.0


class Unit:
    """One process of the list, run as its systemd unit runs it: started again when it dies, stopped by SIGTERM."""

    def __init__(self, kind: str, instance: str, environment: dict[str, str], log: Path) -> None:
        self.kind, self.instance, self.log = kind, instance, log
        self.environment = environment | {"PGAPPNAME": self.name}
        self.process: subprocess.Popen[bytes] | None = None
        self.wanted = False
        self.watcher: threading.Thread | None = None

    @property
    def name(self) -> str:
        return f"courtcase-{self.kind}@{self.instance}"

    def start(self) -> None:
        """Start the process, and keep it going from now on."""
        self.wanted = True
        self.spawn()
        self.watcher = threading.Thread(target=self.watch, daemon=True)
        self.watcher.start()

    def spawn(self) -> None:
        """Start the process in a group of its own."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "courtcase.processes", self.kind],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def watch(self) -> None:
        """Wait for the end of the process; kill what it left of its group, and start it again where it is wanted."""
        while self.process is not None:
            process = self.process
            process.wait()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            if not self.wanted:
                return
            self.spawn()

    def stop(self) -> None:
        """Ask the first process of the unit to stop, and wait as long as its unit's TimeoutStopSec."""
        self.wanted = False
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        assert self.watcher is not None
        self.watcher.join(time_to_stop(self.kind))
        assert not self.watcher.is_alive(), f"{self.name} did not stop: {self.written()[-2_000:]}"

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """Kill the first process without a word, as the system does when memory runs out."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)

    def written(self) -> str:
        """Return what it has logged so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""


def time_to_stop(kind: str) -> float:
    """Return TimeoutStopSec of a unit, in seconds."""
    text = (ROOT / f"deploy/systemd/courtcase-{kind}@.service").read_text(encoding="utf-8")
    return float(re.findall(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)[0])


@dataclass
class Installation:
    """What was installed: its folder, its servers' addresses, its units and its mail."""

    folder: Path
    environment: dict[str, str]
    port: int
    trust: ssl.SSLContext
    mail: machine.Mail
    units: dict[str, Unit] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}"

    def of(self, kind: str) -> list[Unit]:
        """Return the units of one kind."""
        return [unit for unit in self.units.values() if unit.kind == kind]

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a management command as the runbook does, by deploy/bin/courtcase-manage; `--owner` may stand first."""
        own = {
            "COURTCASE_ACCOUNT": pwd.getpwuid(os.geteuid()).pw_name,
            "COURTCASE_ENVIRONMENT": str(self.folder / "environment"),
            "COURTCASE_FOLDER": str(ROOT),
            "COURTCASE_PYTHON": sys.executable,
            "PATH": os.environ["PATH"],
        }
        command = [str(ROOT / "deploy/bin/courtcase-manage"), *words]
        return subprocess.run(command, env=own, capture_output=True, text=True)

    def owner(self) -> closing[Any]:
        """Connect to the database as its owner; what is open is undone at the end."""
        return closing(psycopg2.connect((self.folder / "secrets/database_owner_url").read_text().strip()))

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database as the owner."""
        with self.owner() as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    def is_ready(self, unit: Unit) -> bool:
        """Say whether /readyz of a web process is green."""
        connection = http.client.HTTPConnection("127.0.0.1", int(unit.instance), timeout=10)
        try:
            connection.request("GET", "/readyz", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def all_ready(self) -> bool:
        """Say whether every web process is ready."""
        return all(self.is_ready(unit) for unit in self.of("web"))


def environment_of(folder: Path, port: int) -> dict[str, str]:
    """Return the variables of deploy/environment with this machine's folders and names, and nothing of ours."""
    text = (ROOT / "deploy/environment").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    written = "\n".join(lines).replace("/etc/courtcase", str(folder)).replace("/var/lib/courtcase", f"{folder}/data")
    written = (
        written.replace("/var/backups/courtcase", f"{folder}/backups")
        .replace("https://court.example", f"https://localhost:{port}")
        .replace("court.example", "localhost")
    )
    written = written.replace("registry@localhost", "registry@court.example")
    extra = "COURTCASE_WEB_PROCESSES=1\nCOURTCASE_WORKER_PROCESSES=1\nCOURTCASE_LEASE_SECONDS=5\n"
    (folder / "environment").write_text(f"{written}\n{extra}", encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | dict(line.split("=", 1) for line in f"{written}\n{extra}".splitlines())


@contextmanager
def installed() -> Iterator[Installation]:
    """Install, prepare and start everything; stop it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="courtcase-production-", dir=SOCKET_PARENT))
    folder.chmod(0o711)
    postgres_port, redis_port, port, plain_port = (free_port() for _ in range(4))
    web_ports = (free_port(), free_port())
    secrets = folder / "secrets"
    servers = [f"127.0.0.1:{postgres_port}", f"127.0.0.1:{redis_port}"]
    subprocess.run([str(ROOT / "bin/make-secrets"), str(secrets), *servers], check=True, capture_output=True)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        stack.enter_context(machine.postgresql(folder, secrets, postgres_port))
        stack.enter_context(machine.redis(folder, redis_port))
        mail = stack.enter_context(machine.mail())
        (secrets / "mail_url").chmod(0o600)
        (secrets / "mail_url").write_text(f"smtp://127.0.0.1:{mail.port}\n")
        proxy = folder / "nginx"
        proxy.mkdir()
        trust = machine.write_certificate(proxy)
        stack.enter_context(machine.nginx(proxy, port=port, plain_port=plain_port, web_ports=web_ports))
        made = Installation(folder, environment_of(folder, port), port, trust, mail)
        prepare(made)
        instances = [*(("web", str(number)) for number in web_ports), *(("worker", str(n)) for n in (1, 2, 3))]
        for kind, instance in [*instances, ("beat", "1"), ("beat", "2")]:
            own = {"COURTCASE_LISTEN_PORT": instance} if kind == "web" else {}
            unit = Unit(kind, instance, made.environment | own, folder / f"{kind}-{instance}.log")
            made.units[unit.name] = unit
            stack.callback(ended, unit)
            unit.start()
        assert until(made.all_ready, seconds=START_SECONDS, every=0.5), made.of("web")[0].written()[-3_000:]
        yield made


def prepare(made: Installation) -> None:
    """Bring the database up to date as the owner, and make the files, as the runbook does."""
    for words in (["--owner", "prepare_database"], ["prepare_files"]):
        done = made.manage(*words)
        assert done.returncode == 0, done.stdout + done.stderr


def ended(unit: Unit) -> None:
    """Kill a unit and all it started."""
    unit.wanted = False
    if unit.process is not None:
        with suppress(ProcessLookupError):
            os.killpg(unit.process.pid, signal.SIGKILL)
