"""Two hundred citizens and twenty clerks at once, nothing broken: how long each page takes them, and that nobody meets an error.

Whoever fills in a petition reads and thinks between two pages; the clerks work on one queue, each signed in as themselves.
"""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courtcase.embedded.stages import say
from tests.notices.mail_server import running_mail_server
from tests.soak.citizens import Citizen
from tests.soak.house import House, running_house
from tests.soak.load import guarded
from tests.soak.person import Town
from tests.soak.promises import Promises
from tests.soak.run import Plan, Told, drain, note_load, reckon, spread
from tests.soak.staff import Reader, Registrar, Screener

LEAST_ANSWERS = 20


@dataclass(frozen=True)
class Meeting:
    """How many of each come, for how long, and how long each thinks between two pieces of work, in seconds."""

    seed: int
    citizens: int = 200
    clerks: int = 20
    minutes: float = 10
    thinking: float = 20.0
    logs: Path | None = None
    pooled: bool = False


class Thoughtful(Citizen):
    """A citizen who thinks before each page, as people do."""

    thinking = 0.0

    def write(self, *arguments: Any, **keywords: Any) -> None:
        """Think, then write the page."""
        self.town.wait(self.chance.uniform(0, 2 * self.thinking))
        super().write(*arguments, **keywords)


def meet(meeting: Meeting) -> dict[str, Any]:
    """Let them all come, and return the figures: seconds of each page, answers, and what was broken."""
    told = Told(Plan(meeting.seed, 0, 0.0, meeting.minutes, logs=meeting.logs))
    with (
        running_mail_server() as mail,
        running_house(mail, may_mount=False, cases=0, logs=meeting.logs, pooled=meeting.pooled) as house,
    ):
        promises = Promises(house.folder / "promises.jsonl")
        say(f"  .. {meeting.citizens} citizens and {meeting.clerks} clerks for {meeting.minutes:g} min")
        with everybody(house, promises, meeting) as town:
            time.sleep(meeting.minutes * 60)
        note_load(told, town, "crowd")
        drain(told, house)
        promises.close()
        reckon(told, house)
        errors = [f"{number} × {what}" for what, number in town.tally.broken.items()]
        errors += [f"{number} requests without an answer" for number in [town.tally.answers["no answer"]] if number]
        if errors:
            told.fail("nobody meets an error", *errors, *house.errors()[:20])
    return {
        "plan": {name: value for name, value in vars(meeting).items() if name != "logs"},
        "promises": dict(promises.counted),
        "seconds": pages(town),
        **told.figures,
        "broken": told.broken,
    }


def pages(town: Town) -> dict[str, dict[str, float]]:
    """Return how long each page took that was asked often enough, the slowest first."""
    found = {
        page: spread(sorted(seconds)) for page, seconds in town.tally.seconds.items() if len(seconds) >= LEAST_ANSWERS
    }
    return dict(sorted(found.items(), key=lambda one: -one[1]["p95"]))


@contextmanager
def everybody(house: House, promises: Promises, meeting: Meeting) -> Iterator[Town]:
    """Let everybody work until the block ends; then each finishes what is in hand."""
    clerks = {f"clerk-{number}": email for number, email in enumerate(house.seeded["clerks"])}
    town = Town(house.address, promises, house.seeded["password"], house.seeded["members"] | clerks)
    threads = [
        threading.Thread(target=guarded(town, name, work), name=name, daemon=True)
        for name, work in people(town, meeting)
    ]
    for thread in threads:
        thread.start()
    try:
        yield town
    finally:
        town.stopping.set()
        for thread in threads:
            thread.join(60)
        for thread in (one for one in threads if one.is_alive()):
            town.complain(f"{thread.name} does not come back")


def people(town: Town, meeting: Meeting) -> list[tuple[str, Callable[[], None]]]:
    """Return everybody who comes, with what they do."""

    def chance(name: str) -> random.Random:
        return random.Random(f"{meeting.seed}:{name}")

    submitted: queue.Queue[str] = queue.Queue()
    filed: queue.Queue[str] = queue.Queue()
    found: list[tuple[str, Callable[[], None]]] = []
    for number in range(meeting.citizens):
        citizen = Thoughtful(town, chance(f"citizen-{number}"), submitted=submitted, pace=meeting.thinking)
        citizen.thinking = meeting.thinking / 4
        found.append((f"citizen-{number}", begun_later(town, citizen.run, citizen.chance.uniform(0, meeting.thinking))))
    registrar = Registrar(town, chance("registrar"), member="registrar", work=submitted, pace=0.2, next_desk=filed)
    found.append(("registrar", registrar.run))
    for number in range(meeting.clerks):
        clerk = Screener(town, chance(f"clerk-{number}"), member=f"clerk-{number}", work=filed, pace=2.0)
        found.append((f"clerk-{number}", begun_later(town, clerk.run, clerk.chance.uniform(0, 5))))
    found += [(f"reader-{number}", Reader(town, chance(f"reader-{number}"), pace=1.0).run) for number in range(4)]
    return found


def begun_later(town: Town, work: Callable[[], None], seconds: float) -> Callable[[], None]:
    """Return `work` that begins after so many seconds: nobody opens the door to two hundred people in one instant."""

    def run() -> None:
        if town.wait(seconds):
            work()

    return run
