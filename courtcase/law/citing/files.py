"""The names of acts as the files of the law hold them: for what works without a database, such as the words of a search."""

from __future__ import annotations

import csv
import functools
from datetime import date

from courtcase.law.citing.names import Named, Names, names_of
from courtcase.law.citing.words import HERE


@functools.cache
def names_of_files() -> Names:
    """Return the names of the acts of acts.csv."""
    with (HERE.parent / "data" / "acts.csv").open(encoding="utf-8", newline="") as file:
        return names_of(named_of(line) for line in csv.DictReader(file))


def named_of(line: dict[str, str]) -> Named:
    """Return a line of acts.csv as an act with its names."""
    return Named(
        code=line["code"],
        kind=line["kind"],
        names={code: (line[f"title_{code}"], line[f"short_{code}"]) for code in ("kk", "ru", "en")},
        aliases=line["aliases"].split(),
        number=line["number"],
        adopted_on=date.fromisoformat(line["adopted_on"]) if line["adopted_on"] else None,
    )
