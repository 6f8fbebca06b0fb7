"""What rulings taken over from a folder examined, and with which outcome: `norms.csv` beside their files.

A row is one norm of one ruling: `number`; `norm` as a text cites it (“часть 1 статьи 482 УПК”), or `act` (its code) and
`segments` (“article 482 / part 1”); `outcome` (a word of Outcome, or its name in one of the languages; blank: not seen);
`in_part` (yes); `extent_kk`, `extent_ru`, `extent_en` (to what extent, or the interpretation that is given); `effect_from`
(YYYY-MM-DD; blank: the day of the decision). What cannot be recognised is told with its line, and never guessed.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import override

from courtcase.law.citing.names import Names
from courtcase.law.citing.reading import read_citations
from courtcase.law.models import Provision
from courtcase.law.models.acts import Outcome
from courtcase.law.provisions import parse_segments, path_of
from courtcase.law.queries.citations import names_of_acts
from rulings.drafting.operations.link_norms import LONGEST_EXTENT, Decided
from rulings.models.kinds import LANGUAGES
from rulings.publication.personal import tells_iin
from rulings.wording import OUTCOME_WORDS

NORMS = "norms.csv"
YES = frozenset({"yes", "да", "иә", "1"})


class NotRead(Exception):
    """A row that cannot be recognised; the text says why."""


@dataclass
class ReadNorms:
    """What the table says of one ruling: its norms, and the lines that could not be recognised, each with why."""

    decided: list[Decided] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def norms_in(table: Path) -> dict[int, ReadNorms]:
    """Return what the table says by the number of the ruling; nothing where there is no table. Lines without a number are 0."""
    found: dict[int, ReadNorms] = defaultdict(ReadNorms)
    if not table.exists():
        return found
    names, provisions = names_of_acts(), known_provisions()
    with table.open(encoding="utf-8-sig", newline="") as file:
        for line, raw in enumerate(csv.DictReader(file), start=2):
            row = {name: (words or "").strip() for name, words in raw.items() if name}
            number = row.get("number", "")
            ruling = found[int(number) if number.isascii() and number.isdigit() else 0]
            try:
                one = decided_of(row, names, provisions)
                if any(one.provision == other.provision for other in ruling.decided):
                    raise NotRead("the same norm stands twice")
                ruling.decided.append(one)
            except NotRead as error:
                ruling.unread.append(f"{NORMS}, line {line}: {error}")
    return found


def known_provisions() -> dict[tuple[str, str], Provision]:
    """Return the norms of the list of law by act and path."""
    return {(norm.act.code, norm.path): norm for norm in Provision.objects.select_related("act")}


def decided_of(row: Mapping[str, str], names: Names, provisions: Mapping[tuple[str, str], Provision]) -> Decided:
    """Return what a row says. Raises NotRead."""
    extent = {code: words for code in LANGUAGES if (words := row.get(f"extent_{code}", ""))}
    if any(len(words) > LONGEST_EXTENT for words in extent.values()):
        raise NotRead(f"an extent is longer than {LONGEST_EXTENT} characters")
    if any(map(tells_iin, extent.values())):
        raise NotRead("an extent tells an individual identification number")
    outcome = outcome_of(row.get("outcome", ""))
    if not outcome and extent:
        raise NotRead("an extent without an outcome")
    return Decided(
        provision=provision_of(row, names, provisions),
        outcome=outcome,
        in_part=row.get("in_part", "").casefold() in YES,
        extent=extent,
        effect_from=day_of(row.get("effect_from", "")),
    )


def provision_of(row: Mapping[str, str], names: Names, provisions: Mapping[tuple[str, str], Provision]) -> Provision:
    """Return the norm a row names. Raises NotRead where none is read, more than one, or the list of law has it not."""
    if row.get("act"):
        try:
            places = {(row["act"], path_of(parse_segments(row.get("segments", "") or "whole")))}
        except ValueError as error:
            raise NotRead(str(error)) from error
    else:
        read = [one for one in read_citations(row.get("norm", ""), names) if not one.series and one.segments]
        places = {(act, one.path) for one in read for act in one.acts}
    if not places:
        raise NotRead(f"no norm is read from “{row.get('norm', '')[:120]}”")
    there = [provisions[place] for place in places if place in provisions]
    if len(there) == 1:
        return there[0]
    if there:
        raise NotRead(f"“{row.get('norm', '')[:120]}” names more than one norm")
    act, path = min(places)
    raise NotRead(f"the list of law has no {act} {path}; add it at the desk of rulings, and run this again")


@cache
def outcomes_by_words() -> dict[str, str]:
    """Return the outcomes by their words in every language, and by their codes."""
    found = {code: code for code in Outcome.values}
    for language in LANGUAGES:
        with override(language):
            for outcome in Outcome:
                found[str(outcome.label).casefold()] = outcome.value
                found[str(OUTCOME_WORDS[outcome]).casefold()] = outcome.value
    return found


def outcome_of(words: str) -> str:
    """Return the outcome that words name; blank where there are none. Raises NotRead."""
    if not words:
        return ""
    try:
        return outcomes_by_words()[" ".join(words.split()).casefold()]
    except KeyError:
        raise NotRead(f"no outcome is called “{words[:120]}”") from None


def day_of(words: str) -> date | None:
    """Return a legal day; None where there is none. Raises NotRead."""
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise NotRead(f"effect_from is no day: “{words[:40]}”") from None
