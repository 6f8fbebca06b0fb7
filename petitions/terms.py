"""The terms of a petition and a case, asked and moved by code."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from courtcase.law.clocks import close_clocks, start_clock
from courtcase.law.models import Clock, Term
from courtcase.law.queries import open_clocks, petitioner_kind_on
from courtcase.people.actors import Actor
from courtcase.register.models import Subject

# The term of forwarding to the prosecutor. It is nobody's outside: a letter that names it may be read by others first.
DANGER_TERM = "danger_forwarding"
INTERNAL_TERMS = (DANGER_TERM,)


def open_due(subject: Subject, term: str) -> date | None:
    """Return the last legal day of the term (its code) that runs for `subject`; None where it does not run."""
    clock = open_clocks(subject).filter(term__code=term).first()
    return clock.due_on if clock else None


def with_open_cure() -> Q:
    """Return the petitions that can still be corrected: the term for it runs."""
    running = Clock.objects.filter(subject=OuterRef("subject"), term__code="cure", closed_on=None)
    return Q(Exists(running))


def last_due(subject: Subject, term: str) -> date | None:
    """Return the last legal day of the term that began last for `subject`, whether it still runs; None where it never did."""
    clock = Clock.objects.filter(subject=subject, term__code=term).order_by("-pk").first()
    return clock.due_on if clock else None


def restart(*, subject: Subject, term: str, day: date, actor: Actor, at: datetime) -> None:
    """Let the term run from `day`, whatever ran of it before: so it does with every petition joined to a case."""
    close_clocks(subject=subject, terms=[term], day=day, actor=actor, at=at)
    start_clock(subject=subject, term=term, starts_on=day, actor=actor, at=at)


def close_all(*, subject: Subject, day: date, actor: Actor, at: datetime) -> None:
    """Close every term that still runs for `subject`."""
    codes = list(open_clocks(subject).values_list("term__code", flat=True))
    close_clocks(subject=subject, terms=codes, day=day, actor=actor, at=at)


def decision_term(*, petitioner_kind: str, day: date) -> str:
    """Return the code of the term of the final decision for petitions of this kind filed on `day`."""
    return petitioner_kind_on(petitioner_kind, day).decision_term


def name_of(term: Term) -> str:
    """Return the name of a term in the active language."""
    return str(getattr(term, f"name_{(get_language() or 'kk')[:2]}"))
