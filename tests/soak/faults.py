"""The faults, each a function that breaks something and returns what heals it; drawn by seed from those that can be arranged."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import redis

from tests.soak.clock import SEEN_SECONDS
from tests.soak.house import House
from tests.soak.recovery import NotRecovered
from tests.workers import until

Heal = Callable[[], None]
HOUR = 3600


@dataclass(frozen=True)
class Fault:
    """One kind of fault: what it is called, what breaks, how likely it is drawn, and what it needs of the machine."""

    name: str
    act: Callable[[House, random.Random], Heal]
    weight: int = 2
    needs: str = ""


def nothing() -> None:
    """Heal nothing: what was broken comes back by itself, or it is the application's to recover."""


def kill(pid: int, number: int = signal.SIGKILL) -> None:
    """Send a signal to a process; one that is gone is no error."""
    if pid <= 1:
        raise ValueError("0 is everybody in our own group, 1 is the machine")
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def children_of(parent: int) -> list[int]:
    """Return the numbers of the processes that `parent` started."""
    found = []
    for name in os.listdir("/proc"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if name.isdigit() and int(Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(name))
    return sorted(found)


def kept(house: House, name: str) -> int:
    """Return the number of a kept process, waiting while it is being started again. Raises NotRecovered when it is not."""
    until(lambda: bool(house.numbers().get(name)), seconds=10)
    number = house.numbers().get(name, 0)
    if not number:
        raise NotRecovered(f"{name} was not started again within 10 s")
    return number


def killer(*names: str) -> Callable[[House, random.Random], Heal]:
    """Return the fault that kills one of the kept processes."""

    def act(house: House, chance: random.Random) -> Heal:
        kill(kept(house, chance.choice(names)))
        return nothing

    return act


def child_killer(*names: str) -> Callable[[House, random.Random], Heal]:
    """Return the fault that kills a child of one of the kept processes: a worker of the web server, a backend."""

    def act(house: House, chance: random.Random) -> Heal:
        found = children_of(kept(house, chance.choice(names)))
        if found:
            kill(chance.choice(found))
        return nothing

    return act


def away(name: str, least: float, most: float) -> Callable[[House, random.Random], Heal]:
    """Return the fault that kills a kept process and holds it down for a while."""

    def act(house: House, chance: random.Random) -> Heal:
        mark = house.folder / f"held-{name}"
        mark.touch()
        kill(kept(house, name))
        time.sleep(chance.uniform(least, most))
        return lambda: mark.unlink(missing_ok=True)

    return act


def frozen(pids: list[int], seconds: float) -> None:
    """Stop processes for a while, so that they neither answer nor hang up."""
    for pid in pids:
        kill(pid, signal.SIGSTOP)
    time.sleep(seconds)
    for pid in pids:
        kill(pid, signal.SIGCONT)


def slow_backends(house: House, chance: random.Random) -> Heal:
    """Freeze some sessions of the database for a few seconds: a disk or a network that stutters."""
    with contextlib.suppress(psycopg2.Error):
        sessions = house.rows("SELECT pid FROM pg_stat_activity WHERE usename = 'courtcase_app'")
        pids = [pid for (pid,) in sessions]
        frozen(chance.sample(pids, k=(len(pids) + 1) // 2), chance.uniform(1, 3))
    return nothing


def slow_database(house: House, chance: random.Random) -> Heal:
    """Freeze the whole database for a few seconds."""
    postmaster = kept(house, "PostgreSQL")
    frozen([postmaster, *children_of(postmaster)], chance.uniform(1, 4))
    return nothing


def locked_table(house: House, chance: random.Random) -> Heal:
    """Hold a lock that everybody needs, sometimes longer than they may wait."""
    table = chance.choice(["law_seriescounter", "petitions_petition", "notices_job", "register_event"])
    with contextlib.suppress(psycopg2.Error):
        session = house.database()
        session.autocommit = False
        try:
            with session.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")  # noqa: S608 - of our own list
                time.sleep(chance.uniform(1, 5))
        finally:
            session.close()
    return nothing


def frozen_redis(house: House, chance: random.Random) -> Heal:
    """Freeze Redis for a few seconds."""
    frozen([kept(house, "Redis")], chance.uniform(1, 4))
    return nothing


def emptied_redis(house: House, _chance: random.Random) -> Heal:
    """Empty Redis: every message and every mark is gone."""
    with contextlib.suppress(redis.RedisError):
        house.redis().flushall()
    return nothing


def full_documents_disk(house: House, chance: random.Random) -> Heal:
    """Fill the disk of the documents while people upload."""
    house.documents_disk.fill()
    time.sleep(chance.uniform(3, 6))
    return house.documents_disk.free


def full_database_disk(house: House, chance: random.Random) -> Heal:
    """Fill the disk under PostgreSQL and Redis, and make PostgreSQL need room for its log: it stops by itself."""
    house.database_disk.fill()
    for _time in range(3):
        with contextlib.suppress(psycopg2.Error):
            house.rows("SELECT pg_switch_wal()")
        time.sleep(chance.uniform(0.5, 1.5))
    return house.database_disk.free


def jump(seconds: int) -> Callable[[House, random.Random], Heal]:
    """Return the fault that moves the application's clock by so many seconds, and back again to heal."""

    def act(house: House, chance: random.Random) -> Heal:
        house.clock.set(house.clock.offset + seconds)
        time.sleep(SEEN_SECONDS + chance.uniform(2, 5))
        return back(house)

    return act


def over_midnight(house: House, _chance: random.Random) -> Heal:
    """Set the application's clock to just before the Court's midnight, let it pass, and set it back."""
    house.clock.set(house.clock.to_midnight(seconds_before=3))
    time.sleep(SEEN_SECONDS + 5)
    return back(house)


def back(house: House) -> Heal:
    """Return what sets the clock right."""

    def heal() -> None:
        house.clock.set(0)
        time.sleep(SEEN_SECONDS)

    return heal


def silent_mail(house: House, chance: random.Random) -> Heal:
    """Let the mail server refuse, or hang up before or after it took a message."""
    house.mail.answers.update(chance.choice([{"MAIL": "451 later"}, {"RCPT": "hang up"}, {"DATA": "hang up"}]))
    time.sleep(chance.uniform(2, 5))
    return house.mail.answers.clear


def killed_pooler(house: House, chance: random.Random) -> Heal:
    """Kill PgBouncer with all its sessions of web and workers; it is started again at once."""
    house.kill_pooler()
    return nothing


FAULTS: tuple[Fault, ...] = (
    Fault("kill the web server", killer("web")),
    Fault("kill a process of the web server", child_killer("web"), weight=3),
    Fault("kill a worker", killer("worker-1", "worker-2")),
    Fault("kill a process of a worker", child_killer("worker-1", "worker-2"), weight=3),
    Fault("kill beat", killer("beat-1", "beat-2")),
    Fault("kill Redis", killer("Redis")),
    Fault("Redis away", away("Redis", 2, 6)),
    Fault("freeze Redis", frozen_redis, weight=1),
    Fault("empty Redis", emptied_redis),
    Fault("kill PostgreSQL", killer("PostgreSQL")),
    Fault("kill a process of PostgreSQL", child_killer("PostgreSQL")),
    Fault("PostgreSQL away", away("PostgreSQL", 2, 6), weight=1),
    Fault("freeze sessions of PostgreSQL", slow_backends),
    Fault("freeze PostgreSQL", slow_database, weight=1),
    Fault("lock a table", locked_table),
    Fault("full disk of documents", full_documents_disk, needs="disks"),
    Fault("full disk of the database", full_database_disk, needs="disks"),
    Fault("clock an hour ahead", jump(HOUR), weight=1, needs="clock"),
    Fault("clock an hour back", jump(-HOUR), weight=1, needs="clock"),
    Fault("clock over midnight", over_midnight, weight=1, needs="clock"),
    Fault("mail server that fails", silent_mail, weight=1),
    Fault("kill PgBouncer", killed_pooler, needs="pooler"),
)


def arranged(house: House) -> tuple[list[Fault], list[str]]:
    """Return the faults this machine allows, and what is not arranged, in words."""
    has = {
        "disks": bool(house.database_disk.kind and house.documents_disk.kind),
        "clock": bool(house.clock.library),
        "pooler": house.is_pooled,
        "": True,
    }
    why = {"disks": "only root can make small disks", "clock": "libfaketime is not installed"}
    # Where no PgBouncer stands between, there is none to kill: the others come in the order they always came in.
    missing = [f"{fault.name} ({why[fault.needs]})" for fault in FAULTS if not has[fault.needs] and fault.needs in why]
    return [fault for fault in FAULTS if has[fault.needs]], missing


def drawn(found: list[Fault], *, count: int, chance: random.Random) -> list[Fault]:
    """Return `count` faults in the order of the seed: each kind at least once where there is room, then by weight."""
    every = list(found)
    chance.shuffle(every)
    rest = chance.choices(found, weights=[fault.weight for fault in found], k=max(count - len(every), 0))
    order = [*every[:count], *rest]
    chance.shuffle(order)
    return order
