"""The year within which a citizen may petition (art. 45). Pure.

The law counts it from the adoption of the judicial act in one place, the official form from its entry into force. Both
are kept and shown, and people are asked to keep to the earlier last day: nobody is late by it under either reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from courtcase.law.time import last_day_of_year_term
from petitions.content import CourtAct, PetitionContent


@dataclass(frozen=True)
class YearTerm:
    """The last day to petition: `earliest` by the safe reading, `latest` by the other; the same day where one is known."""

    earliest: date
    latest: date

    def is_over(self, today: date) -> bool:
        """Say whether it ended before the legal day `today` by both readings."""
        return self.latest < today

    def is_disputed(self, today: date) -> bool:
        """Say whether by `today` it ended by one reading and runs by the other."""
        return self.earliest < today <= self.latest


def latest_act(content: PetitionContent) -> CourtAct:
    """Return the judicial act that counts: the one that entered into force last, else the one made last; {} for none."""
    acts = content.get("court_acts", [])
    return max(acts, key=lambda act: (act.get("in_force_on", ""), act.get("adopted_on", "")), default=CourtAct())


def year_term(content: PetitionContent) -> YearTerm | None:
    """Return the year of the judicial act that counts; None while neither of its days is written."""
    act = latest_act(content)
    written = [act.get("adopted_on"), act.get("in_force_on")]
    ends = [last_day_of_year_term(date.fromisoformat(day)) for day in written if day]
    return YearTerm(earliest=min(ends), latest=max(ends)) if ends else None


def stored_term(*, ends_on: date | None, in_force_on: date | None) -> YearTerm | None:
    """Return the year from what stands beside a petition's sealed words: its safe last day, and the day of entry into force."""
    by_force = last_day_of_year_term(in_force_on) if in_force_on else None
    known = [day for day in (ends_on, by_force) if day]
    return YearTerm(earliest=min(known), latest=max(known)) if known else None
