"""Workers killed at random while they route, remind and send letters: `python -m tests.soak --part workers`."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple

import psycopg2

from courtcase.embedded.stages import say
from tests.notices.mail_server import running_mail_server
from tests.soak.faults import child_killer, killer
from tests.soak.house import House, running_house
from tests.soak.run import DRAIN_SECONDS, waiting
from tests.workers import until

WORKERS = ("worker-1", "worker-2")
DONE = "SELECT count(*) FROM notices_job WHERE kind = ANY(%s) AND state = 'done'"
HELD = "SELECT count(*) FROM notices_job WHERE kind = ANY(%s) AND state = 'owed' AND lease_until > now()"
OWED = "SELECT count(*) FROM notices_job WHERE kind = ANY(%s) AND state = 'owed'"


class Phase(NamedTuple):
    """A part of the work: its kinds of job, the share of the kills that fall into it, and how many of them at its beginning."""

    name: str
    kinds: tuple[str, ...]
    share: float
    early: int = 0


# In their order. The job of the day owes the reminder of each term, so it is killed before any of those is done.
PHASES = (
    Phase("routes", ("petitions.route",), 0.3),
    Phase("reminders", ("petitions.remind", "petitions.remind_of_term"), 0.3, early=3),
    Phase("letters", ("letters.leave",), 0.4),
)
PATIENCE_SECONDS = 60.0
# A worker that was killed is taken for dead sooner than in the other part: nothing here takes long.
LEASE_SECONDS = 5


@dataclass(frozen=True)
class Killing:
    """What is asked: how many petitions, how many kills, and the seed they are drawn by."""

    seed: int
    petitions: int
    kills: int
    logs: Path | None = None


@dataclass
class Survived:
    """What was found out."""

    asked: Killing
    seconds: dict[str, float] = field(default_factory=dict)
    kills: dict[str, int] = field(default_factory=dict)
    broken: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the figures, ready to be written."""
        plan = {"seed": self.asked.seed, "petitions": self.asked.petitions, "kills": self.asked.kills}
        return {"plan": plan, "kills": self.kills, "seconds": self.seconds, **self.figures, "broken": self.broken}


def kill_workers(asked: Killing) -> Survived:
    """Prepare the crowd, owe its work phase by phase, kill workers in the middle of each, wait, and reckon."""
    told, chance = Survived(asked), random.Random(asked.seed)
    began = monotonic()
    with (
        running_mail_server() as mail,
        running_house(mail, may_mount=False, cases=0, logs=asked.logs, lease=LEASE_SECONDS) as house,
    ):
        say(f"  ok The house stands after {monotonic() - began:.0f} s")
        house.manage("-m", "tests.soak.crowd", "prepare", str(asked.petitions), timeout=1_200)
        told.seconds["prepared"] = round(monotonic() - began, 1)
        say(f"  ok {asked.petitions} petitions are prepared: {told.seconds['prepared']} s")
        left = asked.kills
        for phase in PHASES:
            kills = left if phase == PHASES[-1] else max(round(asked.kills * phase.share), 1)
            left -= kills
            work_through(phase, house=house, kills=kills, chance=chance, told=told)
        if not until(lambda: waiting(house) == 0, seconds=DRAIN_SECONDS, every=0.5):
            told.broken["drained"] = [f"{waiting(house)} rows are still owed", house.said()[-4_000:]]
        reckon(told, house)
    return told


def work_through(phase: Phase, *, house: House, kills: int, chance: random.Random, told: Survived) -> None:
    """Owe the work of a phase, kill workers in its midst, wait until it is done, and note what came of it."""
    began = monotonic()
    house.manage("-m", "tests.soak.crowd", phase.name)
    amid = survived(phase, house=house, todo=told.asked.petitions, kills=kills, chance=chance)
    told.kills |= amid
    if not until(lambda: count(house, OWED, phase.kinds) == 0, seconds=DRAIN_SECONDS * 2, every=0.2):
        told.broken[phase.name] = [f"{count(house, OWED, phase.kinds)} are still owed", house.said()[-4_000:]]
    told.seconds[phase.name] = round(monotonic() - began, 1)
    say(f"  .. {phase.name}: {kills} kills, of them amid {amid}, {told.seconds[phase.name]} s")


def survived(phase: Phase, *, house: House, todo: int, kills: int, chance: random.Random) -> dict[str, int]:
    """Kill a worker, or a process of one, at `kills` random moments of a phase; return how many were amid each kind of work."""
    amid = dict.fromkeys(phase.kinds, 0)
    early = min(phase.early, kills - 1)
    moments = sorted([0.0] * early + [chance.uniform(0.02, 0.95) for _kill in range(kills - early)])
    for moment in moments:
        until(
            lambda moment=moment: count(house, DONE, phase.kinds) >= int(moment * todo),  # type: ignore[misc]
            seconds=PATIENCE_SECONDS,
            every=0.02,
        )
        until(
            lambda: count(house, HELD, phase.kinds) > 0 or count(house, OWED, phase.kinds) == 0, seconds=20, every=0.01
        )
        sleep(chance.uniform(0, 0.1))
        for kind in phase.kinds:
            amid[kind] += count(house, HELD, (kind,)) > 0
        chance.choice((killer, child_killer))(*WORKERS)(house, chance)
    return amid


def count(house: House, statement: str, kinds: tuple[str, ...]) -> int:
    """Return how many a statement counts of some kinds of work; -1 while the database is away."""
    try:
        return int(house.rows(statement, [*kinds])[0][0])
    except psycopg2.Error:
        return -1


def reckon(told: Survived, house: House) -> None:
    """Hold what must be so against what is there."""
    messages, answer = house.folder / "messages.json", house.folder / "answer.json"
    house.write_what_reached(messages)
    house.manage("-m", "tests.soak.each_once", str(messages), str(answer))
    found = json.loads(answer.read_text(encoding="utf-8"))
    told.broken |= found["broken"]
    told.figures["found"] = found["figures"]
