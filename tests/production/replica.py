"""A second PostgreSQL that streams from the first, as a replica does; and PgBouncer before the first."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from courtcase.embedded.place import server_account
from tests.production.machine import own_folder, program, spawn, stop
from tests.workers import until


class Standby:
    """The replica: started, stopped, and held where it is."""

    def __init__(self, parent: Path, port: int) -> None:
        self.account = server_account()
        self.folder = own_folder(parent, "standby", self.account)
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None

    def copy(self, primary: Path, primary_port: int) -> None:
        """Copy the primary as it is and be told to follow it."""
        own: dict[str, Any] = {}
        if self.account:
            own = {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}
        words = [program("pg_basebackup"), "-h", str(primary), "-p", str(primary_port), "-U", "postgres"]
        words += ["-D", str(self.folder / "data"), "-R", "-X", "stream", "-c", "fast"]
        subprocess.run(words, check=True, capture_output=True, cwd=self.folder, **own)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        words = [program("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), "-k", str(self.folder)]
        words += ["-h", "127.0.0.1", "-c", "fsync=off", "-c", "hot_standby=on"]
        self.process = spawn(words, folder=self.folder, log="standby.log", account=self.account)
        assert until(lambda: self.ask("SELECT 1") == "1", seconds=30), (self.folder / "standby.log").read_text()

    def stop(self) -> None:
        """Stop it, as a machine that goes down does."""
        if self.process is not None:
            stop(self.process, signal.SIGINT)
            self.process = None

    def ask(self, statement: str) -> str:
        """Ask it as its superuser; "" where it does not answer."""
        words = [program("psql"), "-h", str(self.folder), "-p", str(self.port), "-U", "postgres", "-d", "courtcase"]
        return subprocess.run([*words, "-XAtc", statement], capture_output=True, text=True).stdout.strip()


@contextmanager
def standby(parent: Path, *, primary_port: int, port: int) -> Iterator[Standby]:
    """Run a replica of the PostgreSQL that `machine.postgresql` runs in `parent`."""
    made = Standby(parent, port)
    made.copy(parent / "postgresql", primary_port)
    made.start()
    try:
        yield made
    finally:
        made.stop()


POOLER = """
[databases]
courtcase = host={sockets} port={primary_port} dbname=courtcase
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = plain
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = {sessions}
max_client_conn = 500
server_reset_query_always = 0
"""


@contextmanager
def pooler(
    parent: Path, *, sockets: Path, primary_port: int, port: int, users: dict[str, str], sessions: int
) -> Iterator[Callable[[], None]]:
    """Run Debian's PgBouncer in transaction pooling, with so many sessions of the database, as no root; yield what kills it.

    Killed, it is started again at once, as an init system would.
    """
    account = server_account()
    folder = own_folder(parent, "pgbouncer", account)
    lines = "".join(f'"{name}" "{password}"\n' for name, password in users.items())
    settings = POOLER.format(sockets=sockets, primary_port=primary_port, port=port, folder=folder, sessions=sessions)
    for name, text in (("users", lines), ("pgbouncer.ini", settings)):
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o644)
    command = [program("pgbouncer"), str(folder / "pgbouncer.ini")]
    running = [spawn(command, folder=folder, log="log", account=account)]

    def kill() -> None:
        running[0].kill()
        running[0].wait()
        running[0] = spawn(command, folder=folder, log="log", account=account)

    try:
        assert until(lambda: "process up" in (folder / "log").read_text(), seconds=10), (folder / "log").read_text()
        yield kill
    finally:
        stop(running[0], signal.SIGINT)
