from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Report:
    """How many rows of each kind were created, changed, superseded or left unchanged, and what to look at."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def add(self, kind: str, what: str) -> None:
        """Count one row of `kind`; `what` is created, changed, superseded or unchanged."""
        self.counts.setdefault(kind, Counter())[what] += 1

    def total(self, what: str) -> int:
        """Return how many rows of all kinds were `what`."""
        return sum(counter[what] for counter in self.counts.values())

    def lines(self) -> list[str]:
        """Return one line a kind, then the remarks."""
        lines = [
            f"{kind}: " + ", ".join(f"{counter[what]} {what}" for what in sorted(counter))
            for kind, counter in self.counts.items()
        ]
        return lines + self.remarks
