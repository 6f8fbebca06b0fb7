"""The load: so many citizens, clerks, a head, a desk and readers at once, each in a thread, each drawn by its own seed."""

from __future__ import annotations

import queue
import random
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tests.soak.citizens import Citizen
from tests.soak.house import House
from tests.soak.person import Town
from tests.soak.promises import Promises
from tests.soak.rooms import ExecutionOfficer, Watcher
from tests.soak.staff import BY_HAND, Desk, Head, Reader, Registrar, Screener

STOP_SECONDS = 60.0


@dataclass(frozen=True)
class Size:
    """How many of each, and how long they rest between two pieces of work, in seconds."""

    citizens: int
    screeners: int
    readers: int
    pace: float

    def times(self, factor: int) -> Size:
        """Return so many times as many citizens and readers; the desks are two clerks' anyway."""
        return replace(self, citizens=self.citizens * factor, readers=self.readers * factor)


SIZES = {"small": Size(1, 1, 1, 1.0), "usual": Size(2, 2, 1, 0.5), "peak": Size(4, 2, 3, 0.0)}


class Forking(queue.Queue[str]):
    """A queue of which a part goes to another desk as well."""

    def __init__(self, other: queue.Queue[str], chance: random.Random) -> None:
        super().__init__()
        self.other, self.chance = other, chance

    def put(self, item: str, block: bool = True, timeout: float | None = None) -> None:
        """Put a petition on the desk, and now and then on the other desk first."""
        if self.chance.random() < BY_HAND:
            self.other.put(item)
        super().put(item, block, timeout)


def people(town: Town, house: House, size: Size, seed: int) -> list[tuple[str, Callable[[], None]]]:
    """Return everybody of the load with what they do until it stops."""

    def chance(name: str) -> random.Random:
        return random.Random(f"{seed}:{name}")

    submitted: queue.Queue[str] = queue.Queue()
    by_hand: queue.Queue[str] = queue.Queue()
    filed = Forking(by_hand, chance("by hand"))
    found: list[tuple[str, Callable[[], None]]] = []
    for number in range(size.citizens):
        name = f"citizen-{number}"
        found.append((name, Citizen(town, chance(name), submitted=submitted, pace=size.pace).run))
    registrar = Registrar(
        town, chance("registrar"), member="registrar", work=submitted, pace=size.pace, next_desk=filed
    )
    found.append(("registrar", registrar.run))
    for number, member in enumerate(("clerk", "second_clerk")[: size.screeners]):
        screener = Screener(town, chance(f"screener-{number}"), member=member, work=filed, pace=size.pace)
        found.append((f"screener-{number}", screener.run))
    head = Head(town, chance("head"), member="head_of_intake", work=by_hand, pace=size.pace)
    found.append(("head", head.run))
    found.append(("desk", Desk(town, chance("desk"), seeded=house.seeded, pace=1 + size.pace).run))
    officer = ExecutionOfficer(town, chance("execution"), seeded=house.seeded, pace=1 + size.pace)
    found.append(("execution officer", officer.run))
    found.append(("watcher", Watcher(town, chance("watcher"), pace=size.pace).run))
    for number in range(size.readers):
        found.append((f"reader-{number}", Reader(town, chance(f"reader-{number}"), pace=size.pace).run))
    return found


def guarded(town: Town, name: str, work: Callable[[], None]) -> Callable[[], None]:
    """Return `work` so that a mistake of the harness is a complaint and not a silent end of one thread."""

    def run() -> None:
        try:
            work()
        except Exception:  # whatever it was, the run must fail with it
            town.complain(f"the load's {name} broke:\n{traceback.format_exc()[-1_500:]}")

    return run


@contextmanager
def running_load(house: House, promises: Promises, *, size: Size, seed: int) -> Iterator[Town]:
    """Run the load until the block ends; everybody then finishes the piece of work in hand, or drops it."""
    town = Town(house.address, promises, house.seeded["password"], house.seeded["members"])
    threads = [
        threading.Thread(target=guarded(town, name, work), name=name, daemon=True)
        for name, work in people(town, house, size, seed)
    ]
    for thread in threads:
        thread.start()
    try:
        yield town
    finally:
        town.stopping.set()
        for thread in threads:
            thread.join(STOP_SECONDS)
        for thread in (one for one in threads if one.is_alive()):
            town.complain(f"{thread.name} does not come back")
