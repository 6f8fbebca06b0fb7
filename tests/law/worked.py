"""What a lawyer's table of clocks says, line by line, and how a line is carried out by the operations."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from courtcase.law import clocks
from courtcase.law.models import Clock
from courtcase.law.operations import change_calendar_day
from courtcase.operations import OperationError
from courtcase.register.models import Subject
from petitions import terms
from tests.law.conftest import AT, SYSTEM

WHO: dict[str, Any] = {"actor": SYSTEM, "at": AT}
# Reasons and changes that rest on what nobody has confirmed, by the word the table has for it.
UNCONFIRMED = {
    "rolled_forward": "roll",
    "rolled_back": "roll",
    "term_suspended": "suspension",
    "term_resumed": "suspension",
}


def lines(name: str) -> list[dict[str, str]]:
    """Return the lines of a table that lies beside this file."""
    return list(csv.DictReader(Path(__file__).with_name(name).open(encoding="utf-8")))


def carried_out(line: dict[str, str], subject: Subject) -> Clock:
    """Start the clock of a line, do to it what the line says, and return the clock that stands at the end."""
    starts_on = date.fromisoformat(line["starts_on"])
    clocks.start_clock(subject=subject, term=line["term"], starts_on=starts_on, **WHO)
    for change in filter(None, (part.strip() for part in line["changes"].split("|"))):
        what, refused = change.removesuffix(" refused"), change.endswith(" refused")
        try:
            carry_out(what, last_clock(subject))
        except OperationError:
            assert refused, change
        else:
            assert not refused, change
    return last_clock(subject)


def last_clock(subject: Subject) -> Clock:
    """Return the clock that was started last for `subject`, read anew."""
    return Clock.objects.filter(subject=subject).order_by("-pk")[0]


def carry_out(what: str, clock: Clock) -> None:
    """Do one change: extended, suspended, resumed, closed, restarted, or a day of the calendar (day off, worked)."""
    if what.startswith(("day off ", "worked ")):
        kind, _space, written = what.rpartition(" ")
        day = date.fromisoformat(written)
        change_calendar_day(day=day, is_working=kind == "worked", name="Moved", source="Government resolution", **WHO)
        return
    kind, written, *much = what.split()
    day = date.fromisoformat(written)
    ruling = {"clock": clock, "ruling": "1-P", "day": day, **WHO}
    match kind:
        case "extended":
            clocks.extend_clock(amount=int(much[0]), unit=much[1], **ruling)
        case "suspended":
            clocks.suspend_clock(**ruling)
        case "resumed":
            clocks.resume_clock(**ruling)
        case "closed":
            terms.close_all(subject=clock.subject, day=day, **WHO)
        case "restarted":
            terms.restart(subject=clock.subject, term=clock.term.code, day=day, **WHO)
        case _:
            raise AssertionError(f"the table says {kind}, which no clock knows")


def unconfirmed_of(certainty: str, codes: Iterator[str]) -> set[str]:
    """Return the words by which the table marks what is unconfirmed: the term itself, and reasons of its end."""
    found = {UNCONFIRMED[code] for code in codes if code in UNCONFIRMED}
    return found if certainty == "V" else found | {"term"}
