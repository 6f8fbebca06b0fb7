"""Names of the tables a Message may hold, as they stand in its text: `[[2025:received:region]]`. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rulings.statistics.definitions import definitions
from rulings.statistics.labels import DIMENSIONS

TOTALS, RECOMMENDED, FOLLOWED = "totals", "recommendations", "followed"
# Tables that are put together of several figures, or of measures.
TOGETHER = frozenset({TOTALS, RECOMMENDED, FOLLOWED, "terms", "days"})


@dataclass(frozen=True)
class Key:
    """Which table: of a year, a figure or one of the tables put together, and what it tells apart."""

    year: int
    name: str
    dimension: str = ""

    def __str__(self) -> str:
        return ":".join(filter(None, [str(self.year), self.name, self.dimension]))


FORM = re.compile(r"^(?P<year>\d{4}):(?P<name>[a-z]+)(?::(?P<dimension>[a-z_]+))?$")


def key_of(words: str) -> Key | None:
    """Return the table that `words` name; None where there is none of that name."""
    found = FORM.match(words)
    if found is None:
        return None
    key = Key(int(found["year"]), found["name"], found["dimension"] or "")
    if key.name in TOGETHER:
        return key if not key.dimension else None
    return key if key.name in definitions() and key.dimension in DIMENSIONS else None
