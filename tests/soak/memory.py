"""How much memory each process takes while the load is at its peak and nothing breaks, and whether that grows."""

from __future__ import annotations

import contextlib
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from courtcase.embedded.leftovers import program_name
from tests.soak.faults import children_of
from tests.soak.house import House

WARM_UP_PART = 0.3
# A process that grows by less than this is flat: it would take a day to grow by half a gigabyte.
FLAT_KB_A_MINUTE = 350.0
LEAST_SAMPLES = 30


@dataclass
class Growth:
    """What one process took: its role, its number, kilobytes now, and how many more each minute."""

    role: str
    pid: int
    kilobytes: int
    slope: float
    samples: int

    @property
    def is_flat(self) -> bool:
        """Say whether it grows by less than the threshold."""
        return self.slope <= FLAT_KB_A_MINUTE


@dataclass
class Sampler:
    """Looks at every process of the house once a second."""

    house: House
    seen: dict[tuple[str, int], list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Sample until it is stopped."""
        began = monotonic()
        while not self.stopping.wait(1.0):
            for name, parent in self.house.numbers().items():
                for pid in (parent, *children_of(parent)):
                    if kilobytes := private_kilobytes(pid):
                        self.seen[(role_of(name, parent, pid), pid)].append((monotonic() - began, kilobytes))

    def growths(self) -> list[Growth]:
        """Return how every process that lived through the time grew after it had warmed up, by role."""
        longest = max((samples[-1][0] for samples in self.seen.values()), default=0.0)
        found = []
        for (role, pid), samples in sorted(self.seen.items()):
            warm = [one for one in samples if one[0] >= longest * WARM_UP_PART]
            if len(warm) >= LEAST_SAMPLES and samples[-1][0] >= longest - 5:
                found.append(Growth(role, pid, warm[-1][1], slope_a_minute(warm), len(warm)))
        return found


def role_of(name: str, parent: int, pid: int) -> str:
    """Return what a process is called in the report: its kept parent, and whether it is a child of it."""
    if pid == parent:
        return name
    return f"{name}: {'session or helper' if program_name(pid) == 'postgres' else 'child'}"


def private_kilobytes(pid: int) -> int:
    """Return the resident memory of a process that is its own: shared buffers would count in every session of PostgreSQL."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1])
    return 0


def slope_a_minute(samples: list[tuple[float, int]]) -> float:
    """Return the slope of the least-squares line through (seconds, kilobytes), in kilobytes a minute."""
    count = len(samples)
    mean_x, mean_y = sum(x for x, _y in samples) / count, sum(y for _x, y in samples) / count
    spread = sum((x - mean_x) ** 2 for x, _y in samples)
    return 60.0 * sum((x - mean_x) * (y - mean_y) for x, y in samples) / spread if spread else 0.0
