"""One soak from start to reckoning: memory at peak, then faults under load, then everything is drained and counted."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter, defaultdict
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg2

from courtcase.embedded.stages import say
from tests.notices.mail_server import MailServer, running_mail_server
from tests.soak.faults import Fault, arranged, drawn
from tests.soak.house import House, running_house
from tests.soak.load import SIZES, running_load
from tests.soak.memory import Growth, Sampler
from tests.soak.person import Town
from tests.soak.promises import Promises
from tests.soak.recovery import NotRecovered, Probe
from tests.soak.volumes import own_mounts
from tests.workers import until

DRAIN_SECONDS = 240.0
LATER_SECONDS = 2 * 3600
WAITING = """
SELECT (SELECT count(*) FROM notices_job WHERE state = 'owed')
     + (SELECT count(*) FROM notices_notice WHERE state = 'owed' AND channel <> 'post')
"""
UNSEALED = """
SELECT count(*) FROM register_event WHERE NOT EXISTS (SELECT 1 FROM register_sealedentry WHERE event_id = register_event.id)
"""
STUCK = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = 'courtcase' AND state <> 'idle' AND pid <> pg_backend_pid() AND xact_start < now() - interval '30 s'
"""


@dataclass(frozen=True)
class Plan:
    """What one soak is asked to do."""

    seed: int
    faults: int
    memory_minutes: float
    minutes: float
    size: str = "usual"
    only: str = ""
    logs: Path | None = None
    load_factor: int = 1
    first: int = 1
    pooled: bool = False


@dataclass
class Told:
    """What the soak found out."""

    plan: Plan
    recoveries: list[tuple[str, float]] = field(default_factory=list)
    calm: list[float] = field(default_factory=list)
    not_arranged: list[str] = field(default_factory=list)
    growths: list[Growth] = field(default_factory=list)
    broken: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)

    def fail(self, check: str, *lines: str) -> None:
        """Note what was found wrong."""
        self.broken.setdefault(check, []).extend(lines)


def soak(plan: Plan) -> Told:
    """Do what the plan says; return what was found. Leaves nothing behind, whatever happens."""
    told, may_mount = Told(plan), own_mounts()
    chance = random.Random(plan.seed)
    with running_mail_server() as mail, standing(plan, mail, may_mount=may_mount) as house:
        say(f"  ok The house stands: seed {plan.seed}, disks {house.database_disk.kind or 'not arranged'}")
        promises = Promises(house.folder / "promises.jsonl")
        if plan.memory_minutes:
            with running_load(house, promises, size=SIZES["peak"].times(plan.load_factor), seed=plan.seed + 1) as town:
                told.growths = grown(house, plan.memory_minutes)
            note_load(told, town, "memory")
        if plan.faults:
            with running_load(house, promises, size=SIZES[plan.size], seed=plan.seed) as town:
                break_things(told, house, town, chance)
            note_load(told, town, "faults")
        drain(told, house)
        promises.close()
        told.figures["promises"] = dict(promises.counted)
        reckon(told, house)
    return told


def standing(plan: Plan, mail: MailServer, *, may_mount: bool) -> AbstractContextManager[House]:
    """Return the house of a plan, to be entered."""
    cases = min(20 + plan.faults, 160)
    return running_house(mail, may_mount=may_mount, cases=cases, logs=plan.logs, pooled=plan.pooled)


def grown(house: House, minutes: float) -> list[Growth]:
    """Watch every process for so many minutes and return how each grew."""
    say(f"  .. Watching memory at peak load for {minutes:.1f} min")
    sampler = Sampler(house)
    thread = threading.Thread(target=sampler.run, daemon=True)
    thread.start()
    sleep(minutes * 60)
    sampler.stopping.set()
    thread.join(10)
    return sampler.growths()


def break_things(told: Told, house: House, town: Town, chance: random.Random) -> None:
    """Measure how long filing and routing take undisturbed, then break one thing after the other and wait for recovery."""
    probe = Probe(town, house, chance)
    told.calm = [probe.seconds(monotonic()) for _time in range(5)]
    found, told.not_arranged = arranged(house)
    found = [fault for fault in found if told.plan.only in fault.name]
    ends = monotonic() + told.plan.minutes * 60
    # Drawn by themselves: how often the probe tried before must not change what comes, or no run could go on with another's.
    order = drawn(found, count=told.plan.faults, chance=random.Random(f"{told.plan.seed}:order"))
    for number, fault in enumerate(order, start=1):
        if number < told.plan.first:
            continue
        if monotonic() > ends:
            say(f"  !! Time is up after fault {number - 1}; go on with --seed {told.plan.seed} --first {number}")
            break
        try:
            seconds = suffer(fault, house, probe, chance)
        except NotRecovered as error:
            told.fail("recovery", f"fault {number}, {fault.name}: {error}", house.said()[-6_000:])
            return
        told.recoveries.append((fault.name, seconds))
        say(f"  .. {number:3d} {fault.name}: {seconds:.1f} s")
        sleep(chance.uniform(0.2, 1.0))


def suffer(fault: Fault, house: House, probe: Probe, chance: random.Random) -> float:
    """Break one thing, heal it, and return the seconds from the cure until a petition was filed and routed."""
    heal = fault.act(house, chance)
    try:
        heal()
    except BaseException:
        house.clock.set(0)
        raise
    return probe.seconds(monotonic())


def note_load(told: Told, town: Town, name: str) -> None:
    """Keep what the people of a load met."""
    told.figures.setdefault("people", {})[name] = {
        "requests": town.tally.requests(),
        "answers": dict(town.tally.answers),
        "broken_answers": dict(town.tally.broken.most_common(40)),
        "outcomes": {word: number for word, number in sorted(town.outcomes.items()) if "taken" not in word},
    }
    if town.complaints:
        told.fail("nobody complains", *town.complaints)
    if town.tally.lost_words:
        told.fail("what was typed is given back", *town.tally.lost_words)


def drain(told: Told, house: House) -> None:
    """Let everything that is owed be done: at the true time, then two hours later for what must wait so long."""
    began = monotonic()
    if not until(lambda: house.rows(UNSEALED)[0][0] == 0, seconds=60, every=0.5):
        told.fail("beat works", "events wait for the sealer a minute after the load: nothing regular is done")
    until(lambda: waiting(house) == 0, seconds=30, every=0.5)
    told.figures["owed_at_the_true_time"] = waiting(house)
    if waiting(house) and house.clock.library:
        house.clock.set(house.clock.furthest + LATER_SECONDS)
    if not until(lambda: waiting(house) == 0, seconds=DRAIN_SECONDS, every=0.5):
        told.fail("drained", f"{waiting(house)} rows are still owed after {DRAIN_SECONDS:.0f} s", house.said()[-6_000:])
    told.figures["drained_seconds"] = round(monotonic() - began, 1)
    if not until(house.is_ready, seconds=60, every=0.5):
        told.fail("no process stuck", "/readyz is not green at the end", house.said()[-6_000:])
    if stuck := house.rows(STUCK)[0][0]:
        told.fail("no process stuck", f"{stuck} sessions of PostgreSQL hang in a transaction")


def waiting(house: House) -> int:
    """Return how many jobs and notices are owed; -1 while the database is away."""
    try:
        return int(house.rows(WAITING)[0][0])
    except psycopg2.Error:
        return -1


def reckon(told: Told, house: House) -> None:
    """Hold promises and invariants against what is there."""
    messages, answer = house.folder / "messages.json", house.folder / "answer.json"
    house.write_what_reached(messages)
    house.manage("-m", "tests.soak.reckoning", str(house.folder / "promises.jsonl"), str(messages), str(answer))
    found = json.loads(answer.read_text(encoding="utf-8"))
    for check, lines in found["broken"].items():
        told.fail(check, *lines)
    told.figures["found"] = found["figures"]
    said = house.manage("manage.py", "verify_register")
    told.figures["verify_register"] = said.strip().splitlines()[-1] if said.strip() else "silent"


def by_kind(recoveries: list[tuple[str, float]]) -> dict[str, list[float]]:
    """Return the recoveries by kind of fault."""
    found: dict[str, list[float]] = defaultdict(list)
    for name, seconds in recoveries:
        found[name].append(seconds)
    return found


def summary(told: Told) -> dict[str, Any]:
    """Return everything that was found out, ready to be written as JSON."""
    every = sorted(seconds for _name, seconds in told.recoveries)
    return {
        "taken_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "plan": {name: value for name, value in vars(told.plan).items() if name != "logs"},
        "faults": dict(Counter(name for name, _seconds in told.recoveries)),
        "not_arranged": told.not_arranged,
        "recovery_seconds": {
            "without_a_fault": spread(sorted(told.calm)),
            "all": spread(every),
            "by_kind": {name: spread(sorted(found)) for name, found in sorted(by_kind(told.recoveries).items())},
        },
        "memory": [vars(one) | {"is_flat": one.is_flat} for one in told.growths],
        **told.figures,
        "broken": told.broken,
    }


def spread(ordered: list[float]) -> dict[str, float]:
    """Return count, median, 95th percentile and greatest of ordered seconds."""
    if not ordered:
        return {"count": 0}
    return {
        "count": len(ordered),
        "p50": round(ordered[len(ordered) // 2], 2),
        "p95": round(ordered[min(len(ordered) * 95 // 100, len(ordered) - 1)], 2),
        "max": round(ordered[-1], 2),
    }


def write(figures: dict[str, Any], path: Path) -> None:
    """Write figures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
