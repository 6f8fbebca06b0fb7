"""Keeps the processes of a soak alive, as an init system would: what dies is started again half a second later.

A process of its own, without threads, and parent of all it starts: what it started dies with it, and it dies with the
harness. It talks by files of its folder: reads `plan.json`, writes `environment.json` once the servers answer, starts the
application when `go` appears, and writes `children.json` whenever a number changes. While `held-<name>` lies there, that
child is not started again.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from types import FrameType
from typing import Any

from courtcase import processes
from courtcase.embedded import postgres, redis_server, servers, supervisor
from courtcase.embedded.children import Process, ask_to_die_with_parent, spawn, stop
from courtcase.embedded.place import Place, server_account
from courtcase.embedded.secrets_file import write_private
from courtcase.embedded.stages import EmbeddedError, say
from courtcase.embedded.supervisor import Child

LOOK_SECONDS = 0.1
ROOT = Path(__file__).resolve().parents[2]


class Ended(BaseException):
    """Somebody asked the keeper to end."""


@dataclass
class Kept:
    """Everything the keeper looks after."""

    folder: Path
    place: Place
    servers: list[Child]
    application: list[Child]
    written: dict[str, int]

    @property
    def children(self) -> list[Child]:
        return [*self.servers, *self.application]


def place_of(folder: Path) -> Place:
    """Return where the servers of the soak in `folder` keep their data and their sockets."""
    return Place(folder=folder / "embedded", sockets=folder / "s", account=server_account())


def start_servers(folder: Path) -> Kept:
    """Start PostgreSQL, with every safety on, and Redis, append-only; write down how the application finds them."""
    place = place_of(folder)
    started = servers.start(place, environment={})
    servers.wait_until_up(started)
    starters = {"PostgreSQL": partial(postgres.start, place), "Redis": partial(start_redis, place)}
    kept = Kept(folder, place, [], [], {})
    for name, process in (("PostgreSQL", started.postgres), ("Redis", started.redis)):
        child = Child(name, starters[name], place.logs / f"{name.lower()}.log", process=process, started_at=monotonic())
        child.stop_signal = postgres.STOP_SIGNAL if name == "PostgreSQL" else redis_server.STOP_SIGNAL
        kept.servers.append(child)
    told = {"environment": started.environment(), "superuser": started.secrets[postgres.SUPERUSER]}
    write_private(folder / "environment.json", json.dumps(told))
    return kept


def start_redis(place: Place) -> Process:
    """Start Redis again after it died, without the file it died of."""
    redis_server.set_broken_file_aside(place)
    return redis_server.start(place)


def start_application(kept: Kept, plan: list[dict[str, Any]]) -> None:
    """Start every process of the plan: each names its kind of courtcase.processes and its environment."""
    for line in plan:
        kind = processes.kind(line["kind"])
        environment = processes.environment_of({**os.environ, **line["environment"]})
        log = kept.folder / "logs" / f"{line['name']}.log"
        starter = partial(
            spawn,
            processes.command(kind, environment),
            environment=environment,
            log=log,
            folder=ROOT,
            death_signal=kind.stop_signal,
        )
        child = Child(line["name"], starter, log, kind.stop_signal)
        supervisor.start(child)
        kept.application.append(child)


def look_after(kept: Kept) -> None:
    """Start again what died, unless it is held down; tell the harness who runs under which number."""
    for child in kept.children:
        child.deaths = 0  # a soak kills often and on purpose: the pause must not grow
        if not (kept.folder / f"held-{child.name}").exists() or (child.process and child.process.poll() is None):
            try:
                supervisor.look_after(child, monotonic())
            except (EmbeddedError, OSError) as error:  # a full disk: try again at the next look
                say(f"  !! {child.name} could not be started: {error}")
                child.start_again_at = monotonic() + 0.5
    numbers = {child.name: child.process.pid for child in kept.children if child.process}
    if numbers != kept.written:
        write_private(kept.folder / "children.json", json.dumps(numbers))
        kept.written = numbers


def end(_number: int, _frame: FrameType | None) -> None:
    """Turn a signal into the end of the loop."""
    raise Ended


def remove(folder: Path) -> None:
    """Remove the folder of a soak whose harness is gone; its disks are ours to unmount, for nobody else sees them."""
    for disk in (folder / "embedded", folder / "data" / "documents"):
        if disk.is_mount():
            subprocess.run(["umount", "-l", str(disk)], check=False)
    shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Keep the soak of the folder named on the command line until a signal comes."""
    folder, harness = Path(sys.argv[1]), os.getppid()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    ask_to_die_with_parent(signal.SIGTERM)
    kept = None
    try:
        kept = start_servers(folder)
        started = False
        while True:
            if not started and (folder / "go").exists():
                start_application(kept, json.loads((folder / "plan.json").read_text(encoding="utf-8")))
                started = True
            look_after(kept)
            sleep(LOOK_SECONDS)
    except Ended:
        return 0
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if kept:
            stop(supervisor.running(kept.application), within=8.0)
            stop(supervisor.running(kept.servers), within=8.0)
        if os.getppid() != harness:  # it was killed, and cannot clear up any more
            remove(folder)


if __name__ == "__main__":
    sys.exit(main())
