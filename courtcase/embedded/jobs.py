"""The steps of a start: servers, files, database, web, worker and beat, demo data; what can run side by side does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from courtcase import modes, processes
from courtcase.embedded import postgres, redis_server, servers, stamps, supervisor
from courtcase.embedded.children import Process, die_with_parent, last_lines, spawn, undisturbed
from courtcase.embedded.leftovers import MARK
from courtcase.embedded.place import Place
from courtcase.embedded.stages import EmbeddedError, say, took
from courtcase.embedded.supervisor import Child

WEB_SECONDS = 60.0
LOOK_SECONDS = 0.2


@dataclass
class Start:
    """One run of `serve`: where it works, what it has started."""

    root: Path
    data: Path
    place: Place
    address: str
    port: int
    began: float
    note: Callable[[str], None]
    with_demo_data: bool = True
    environment: dict[str, str] = field(default_factory=dict)
    servers: list[Child] = field(default_factory=list)
    application: list[Child] = field(default_factory=list)
    jobs: list[tuple[Process, int]] = field(default_factory=list)
    demo: Process | None = None
    told_ready: bool = False

    @property
    def stamps(self) -> Path:
        """Return the file that says what was prepared already."""
        return self.place.folder / "stamps.json"

    @property
    def base_address(self) -> str:
        """Return the address to open in a browser on this machine."""
        host = "127.0.0.1" if self.address in {"0.0.0.0", "::"} else self.address  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def begin(start: Start) -> None:
    """Start servers and application. Raises EmbeddedError, with the log's last lines, when a step fails.

    When nothing changed since the last start, the web server starts beside the servers it will talk to. Worker and beat
    start when it has answered (`announce`): on two cores they would double the time somebody waits for the first page.
    """
    found = start_servers(start)
    unchanged = stamps.read(start.stamps) if products_exist(start) else {}
    files, tables = file_stamp(start), database_stamp(start)
    ready = unchanged.get("files") == files and unchanged.get("database") == tables and found.postgres is not None
    if ready:
        start_application(start, "web")
    building = None if unchanged.get("files") == files else manage(start, "prepare_files")
    servers.wait_until_up(found)
    if not ready and not (found.postgres and unchanged.get("database") == tables):
        finish(start, manage(start, "prepare_database"), "prepare_database")
        stamps.write(start.stamps, "database", tables)
    if building:
        finish(start, building, "prepare_files")
        stamps.write(start.stamps, "files", files)
    if not ready:
        start_application(start, "web")


def start_servers(start: Start) -> servers.Servers:
    """Start the embedded servers that are wanted, and set the environment of everything that follows."""
    names = [name for name, want in zip(("PostgreSQL", "Redis"), servers.wanted(os.environ), strict=True) if want]
    if names and modes.current(os.environ) == "production":
        raise EmbeddedError("Embedded servers exist only in demo mode.")
    if names:
        say(f"  .. Starting {' and '.join(names)}")
    found = servers.start(start.place, environment=os.environ)
    logs = start.place.logs
    if found.redis:
        start.servers.append(
            Child("Redis", lambda: start_redis_again(start.place), logs / "redis.log", redis_server.STOP_SIGNAL)
        )
    if found.postgres:
        starter = lambda: postgres.start(start.place)  # noqa: E731
        start.servers.append(Child("PostgreSQL", starter, logs / "postgresql.log", postgres.STOP_SIGNAL))
    for child, process in zip(start.servers, [p for p in (found.redis, found.postgres) if p], strict=True):
        child.process, child.started_at = process, monotonic()
    start.environment = environment(start, found)
    return found


def start_redis_again(place: Place) -> Process:
    """Start Redis after it died, without the file it died of, if it died of its file."""
    redis_server.set_broken_file_aside(place)
    return redis_server.start(place)


def environment(start: Start, found: servers.Servers) -> dict[str, str]:
    """Return the environment of every child of the application."""
    values = dict(os.environ) | found.environment()
    values |= {
        MARK: str(start.place.folder),
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "courtcase.settings",
        "COURTCASE_MODE": modes.current(os.environ),
        "COURTCASE_DATA_DIR": str(start.data.resolve()),
        "COURTCASE_LISTEN_ADDRESS": start.address,
        "COURTCASE_LISTEN_PORT": str(start.port),
    }
    if values["COURTCASE_MODE"] == "demo":
        values.setdefault("COURTCASE_WEB_PROCESSES", "1")
        values.setdefault("COURTCASE_PUBLIC_ADDRESS", start.base_address)
        values.setdefault("COURTCASE_SECRET_KEY", found.secrets["secret_key"])
        values.setdefault("COURTCASE_DEMO_PASSWORD", found.secrets["demo_password"])
    return values


def manage(start: Start, *words: str) -> Process:
    """Start one management command beside us, talking to our terminal; it is stopped with us."""
    with undisturbed():
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, str(start.root / "manage.py"), *words],
            env=start.environment,
            cwd=start.root,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509
        )
        start.jobs.append((process, signal.SIGTERM))
    return process


def finish(start: Start, process: Process, name: str) -> None:
    """Wait for a management command. Raises EmbeddedError when it failed (it has said why)."""
    while process.poll() is None:
        for child in start.servers:
            if child.process and child.process.poll() is not None:
                raise EmbeddedError(f"{child.name} died during {name}:\n" + last_lines(child.log))
        sleep(0.05)
    if process.returncode != 0:
        raise EmbeddedError(f"`manage.py {name}` failed; its message is above.")


def start_application(start: Start, *names: str) -> None:
    """Start the processes of the application called `names` (see `processes.PROCESSES`)."""
    said = {"web": "the web server", "worker": "the worker", "beat": "beat"}
    say(f"  .. Starting {' and '.join(said[name] for name in names)}")
    logs = start.data / "logs"
    logs.mkdir(exist_ok=True)
    for kind in map(processes.kind, names):
        log = logs / f"{kind.name}.log"
        command = processes.command(kind, start.environment)

        def starter(command: list[str] = command, log: Path = log, number: int = kind.stop_signal) -> Process:
            environment = processes.environment_of(start.environment)
            return spawn(command, environment=environment, log=log, folder=start.root, death_signal=number)

        child = Child(kind.name, starter, log, kind.stop_signal)
        # Known before it runs: a signal between the two must find it to stop it.
        start.application.append(child)
        supervisor.start(child)


def answer(address: str) -> tuple[int, bytes]:
    """Return status and body of a GET of our own page; status 0 when nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - our own http address
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError:
        return 0, b""


def announce(start: Start) -> None:
    """Wait for the first page, print its address, start worker and beat, and load demo data where there is none."""
    deadline = monotonic() + WEB_SECONDS
    while answer(start.base_address + "/healthz")[0] != 200:
        look_after_all(start)
        if monotonic() > deadline:
            raise EmbeddedError("The web server does not answer:\n" + last_lines(start.application[0].log))
        sleep(0.05)
    start.note(start.base_address)
    say(f"\n  Courtcase is at {start.base_address}/   (first page after {took(start.began)})")
    say(f"  Logs: {start.data / 'logs'} and {start.place.logs}   Stop: Ctrl-C\n")
    start_application(start, "worker", "beat")
    if start.environment["COURTCASE_MODE"] == "demo":
        load_demo(start)


def load_demo(start: Start) -> None:
    """Start the demo command once for each database (it is idempotent); every start prints the accounts."""
    if not start.with_demo_data or not (start.root / "rulings/management/commands/demo.py").exists():
        return
    done = stamps.read(start.stamps).get("demo") == "loaded"
    start.demo = manage(start, "demo", *(["--accounts"] if done else []))


def keep_serving(start: Start) -> None:
    """Look after all children until a signal comes; say once when everything is ready."""
    looked = 0.0
    while True:
        look_after_all(start)
        if start.demo and start.demo.poll() is not None:
            if start.demo.returncode == 0:
                stamps.write(start.stamps, "demo", "loaded")
            start.demo = None
        if not start.told_ready and monotonic() - looked > 1.0:
            tell_when_ready(start)
            looked = monotonic()
        sleep(LOOK_SECONDS)


def look_after_all(start: Start) -> None:
    """Notice deaths among servers and application, and start them again."""
    now = monotonic()
    for child in [*start.servers, *start.application]:
        supervisor.look_after(child, now)


def tell_when_ready(start: Start) -> None:
    """Say when /readyz first turns green; after half a minute of red, say once what it waits for."""
    status, body = answer(start.base_address + "/readyz")
    waited = monotonic() - start.began
    if status == 200:
        say(f"  ok Everything is ready: {waited:.2f} s after the start")
        start.told_ready = True
    elif waited > 90:
        say(f"  !! Not everything is ready yet: {', '.join(unready(body))}. See {start.base_address}/readyz")
        start.told_ready = True


def unready(body: bytes) -> list[str]:
    """Return the names of the checks that /readyz reports as failed."""
    try:
        checks = json.loads(body)["checks"]
    except (ValueError, KeyError):
        return ["the page itself"]
    return [name for name, check in checks.items() if check != "ok"]


def products_exist(start: Start) -> bool:
    """Say whether what the stamps speak of is still there: somebody may have cleaned the clone or removed `.data`."""
    messages = (start.root / "locale").rglob("*.po")
    return (start.data / "static").is_dir() and all(path.with_suffix(".mo").exists() for path in messages)


def file_stamp(start: Start) -> str:
    """Return the digest of what static files and translations are made from, and where they go."""
    return stamps.digest(start.root, stamps.FILE_PATTERNS, str(start.data.resolve()))


def database_stamp(start: Start) -> str:
    """Return the digest of what the database's tables, grants and rows of law are made from."""
    return stamps.digest(start.root, stamps.DATABASE_PATTERNS)
