"""What each counted figure counts: data with a code, three languages, and the article where the law names one."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import get_language

DEFINITIONS = Path(__file__).parent.parent / "data" / "figure_definitions.csv"


@dataclass(frozen=True)
class Definition:
    """How one figure is counted. `of_persons`: it counts what people sent, so its small cells are hidden."""

    code: str
    article: str
    of_persons: bool
    names: dict[str, str]
    ways: dict[str, str]

    @property
    def name(self) -> str:
        """Return its name in the active language."""
        return self.names[get_language() or "kk"]

    @property
    def how(self) -> str:
        """Return how it is counted, in the active language."""
        return self.ways[get_language() or "kk"]


@functools.cache
def definitions() -> dict[str, Definition]:
    """Return the definitions of counted figures by code, in the order of the file, read once."""
    with DEFINITIONS.open(encoding="utf-8", newline="") as file:
        return {row["code"]: read(row) for row in csv.DictReader(file)}


def read(row: dict[str, str]) -> Definition:
    """Return a row of the file as a definition."""
    languages = ("kk", "ru", "en")
    return Definition(
        code=row["code"],
        article=row["article"],
        of_persons=row["of_persons"] == "yes",
        names={language: row[f"name_{language}"] for language in languages},
        ways={language: row[f"how_{language}"] for language in languages},
    )
