"""The decisions and stories of the public sources, entered through operations: idempotent and deterministic.

`rulings/data/decisions.csv` is read as it is: an empty cell means “not seen” and stays empty. What each decision examined
is `courtcase/law/data/decided_provisions.csv`. Both are joined by the number.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from courtcase.law.models import Provision
from courtcase.law.provisions import parse_segments, path_of
from courtcase.law.sync.files import read_csv
from courtcase.people.actors import Actor
from rulings.drafting.operations.link_norms import Decided
from rulings.models import Ruling, RulingKind
from rulings.publication.operations.enter_from_source import Entry, enter_from_source
from rulings.publication.operations.note_citation import note_citation

DECISIONS = Path(__file__).parent / "data" / "decisions.csv"
LOADER = Actor.system("load_decisions")
KINDS = {
    "conformity review": RulingKind.CONFORMITY_REVIEW,
    "official interpretation": RulingKind.OFFICIAL_INTERPRETATION,
    "additional decision": RulingKind.ADDITIONAL_DECISION,
    "rules of procedure": RulingKind.RULES_OF_PROCEDURE,
    "": RulingKind.FINAL_UNKNOWN,
}
CITED_IN = re.compile(r"cited in ((?:\d+-НП(?: and )?)+)")
Progress = Callable[[int, int], None]


def read_decisions() -> list[dict[str, str]]:
    """Return the rows of decisions.csv as they stand, in the order of their numbers."""
    with DECISIONS.open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: int(row["number"]))


def load_decisions(at: datetime, progress: Progress | None = None) -> list[Ruling]:
    """Enter every decision of decisions.csv that is not here yet, with its norms and citations; return all of them.

    `at` is the instant of entering (aware). `progress` is called with done and total after each.
    """
    rows = read_decisions()
    norms = decided_by_number()
    entered: dict[int, Ruling] = {}
    latest: date | None = None
    for done, row in enumerate(rows, start=1):
        entry = entry_of(row, norms=norms.get(int(row["number"]), []), sort_day=latest)
        latest = entry.adopted_on or latest
        entered[int(row["number"])] = enter_from_source(entry=entry, actor=LOADER, at=at)
        if progress:
            progress(done, len(rows))
    for citing, cited, source in citations(rows):
        if citing in entered and cited in entered:
            note_citation(citing=entered[citing], cited=entered[cited], source=source, actor=LOADER, at=at)
    return list(entered.values())


def entry_of(row: dict[str, str], *, norms: list[Decided], sort_day: date | None) -> Entry:
    """Return a row as an entry: exactly its facts. `sort_day` orders it where its day was not seen."""
    return Entry(
        kind=KINDS[row["kind"]],
        number=int(row["number"]),
        adopted_on=date.fromisoformat(row["date"]) if row["date"] else None,
        sort_day=sort_day,
        titles={"ru": row["title_ru"]},
        title_certainty=row["title_is"],
        source=row["source"],
        norms=norms,
        facts={
            "printed_suffix": row["printed_suffix"],
            "provision": row["provision"],
            "subject_en": row["subject_en"],
            "subject_certainty": row["subject_is"],
            "outcome": row["outcome"],
            "adilet_id": row["adilet_id"],
        },
    )


def decided_by_number() -> dict[int, list[Decided]]:
    """Return what each decision examined, by its number, with the outcome where it was seen."""
    provisions = {(norm.act.code, norm.path): norm for norm in Provision.objects.select_related("act")}
    found: dict[int, list[Decided]] = defaultdict(list)
    for line in read_csv("decided_provisions.csv"):
        path = path_of(parse_segments(line["segments"]))
        found[int(line["number"])].append(
            Decided(
                provision=provisions[line["act"], path],
                outcome=line["outcome"],
                in_part=line["in_part"] == "yes",
                extent={"en": line["note"]} if line["note"] else {},
            )
        )
    return found


def citations(rows: Iterable[dict[str, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield (number that cites, number cited, the words that say so) for each “cited in” of the sources."""
    for row in rows:
        for match in CITED_IN.finditer(row["source"]):
            for number in re.findall(r"\d+", match[1]):
                yield int(number), int(row["number"]), match[0].strip()
