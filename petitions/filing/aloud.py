"""Where a petition stands, as a text that is heard and not seen: short sentences, days in words, numbers in groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from courtcase.frame.clock_faces import clock_face
from courtcase.frame.dates import court_date
from courtcase.law.models import Clock
from courtcase.law.reasons import explain_all
from petitions.filing.receipts import public_reference
from petitions.models import Petition
from petitions.terms import name_of
from petitions.workflow import State

RUNS = re.compile(r"[0-9]+|[^\W\d_]+|\S")
A_YEAR = re.compile(r"20[0-9]{2}")


def spoken(number: str) -> str:
    """Return a number as it is dictated: figures in groups of two or three, letters one by one, signs by their names."""
    signs = {"/": _("slash"), "-": _("hyphen"), "№": ""}
    return ", ".join(word for run in RUNS.findall(number) if (word := signs.get(run, run_aloud(run))))


def run_aloud(run: str) -> str:
    """Return a run of figures in groups (a year stays whole), or the letters of a word one by one."""
    if not run.isdecimal():
        return " ".join(run)
    if len(run) < 4 or A_YEAR.fullmatch(run):
        return run
    first = 3 if len(run) % 2 else 2
    return ", ".join([run[:first], *(run[place : place + 2] for place in range(first, len(run), 2))])


def named_aloud(petition: Petition) -> str:
    """Return the number of a petition as it is dictated, or, before it has one, its reference sign by sign."""
    if petition.register_number:
        return _("The number of the petition: %(number)s.") % {"number": spoken(petition.register_number)}
    groups = ", ".join(" ".join(group) for group in public_reference(petition).split("-"))
    return _("The petition has no number yet. Its reference: %(reference)s.") % {"reference": groups}


def aloud(petition: Petition, *, words: str, clocks: Sequence[Clock], may: Sequence[str], today: date) -> list[str]:
    """Return the sentences that tell where a petition stands, in the active language.

    `words` is the plain sentence of its state, `may` what the petitioner can do now.
    """
    said = [named_aloud(petition)]
    if petition.filed_on:
        said.append(_("It was filed on %(day)s.") % {"day": court_date(petition.filed_on)})
    said.append(_("It stands at: %(state)s.") % {"state": State(petition.state).label})
    said.append(words)
    said += year_aloud(petition, today=today)
    for clock in clocks:
        said += clock_aloud(clock, today=today)
    if not clocks and petition.filed_on:
        said.append(_("No term runs now."))
    said += [_("You can do this now: %(act)s.") % {"act": act} for act in may] or [_("You need not do anything now.")]
    return said


def year_aloud(petition: Petition, *, today: date) -> list[str]:
    """Return what is said of the year within which a petition that is not filed yet can be filed, where its day is known."""
    term = None if petition.filed_on else petition.year_term
    if term is None:
        return []
    if term.is_over(today):
        return [_("By the dates you wrote, the year to file it ended on %(day)s.") % {"day": court_date(term.latest)}]
    day = term.latest if term.is_disputed(today) else term.earliest
    if petition.is_of_another:
        words = _("The petitioner's last day to file it: %(day)s. Saving does not stop this term.")
        return [words % {"day": court_date(day)}]
    return [_("Your last day to file it: %(day)s. Saving does not stop this term.") % {"day": court_date(day)}]


def clock_aloud(clock: Clock, *, today: date) -> list[str]:
    """Return what is said of a term that runs: its name, its last day, how long that is, and why it stands there."""
    face = clock_face(starts_on=clock.starts_on, due_on=clock.due_on, today=today)
    last = _("A term runs: %(name)s. Its last day: %(day)s. %(left)s.") % {
        "name": name_of(clock.term),
        "day": court_date(clock.due_on),
        "left": face.words,
    }
    return [last, *explain_all(clock.reasons)]
