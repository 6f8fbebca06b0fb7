"""Operations on running terms. Each writes an event in the record of the subject the term runs for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.law.models import Clock, ClockChange, Term
from courtcase.law.models.clocks import ChangeKind, ClockState
from courtcase.law.queries.clocks import nearest_due
from courtcase.law.queries.rules import term_on
from courtcase.law.terms import Due, due_on, recount
from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.models import Subject
from courtcase.register.operations import record

# Shared by everything that counts a term, taken alone by a change of the calendar: no term is counted by the old one.
CALENDAR_LOCK = 0x4C41574341  # "LAWCA"

__all__ = [
    "CALENDAR_LOCK",
    "begin_clock",
    "close_clock",
    "close_clocks",
    "extend_clock",
    "nearest_due",
    "resume_clock",
    "start_clock",
    "suspend_clock",
]


@operation
def start_clock(*, subject: Subject, term: str | Term, starts_on: date, actor: Actor, at: datetime) -> Clock:
    """Start the term (its row, or its code as it stands on `starts_on`) for `subject`.

    `starts_on` is the legal day of the event it starts at. Returns the clock. Raises WrongState where the same term
    already runs, Term.DoesNotExist for an unknown code.
    """
    return begin_clock(subject=subject, term=term, starts_on=starts_on, actor=actor, at=at)


def begin_clock(*, subject: Subject, term: str | Term, starts_on: date, actor: Actor, at: datetime) -> Clock:
    """Do what `start_clock` says within an operation's transaction, whose error it then is as a whole."""
    row = term if isinstance(term, Term) else term_on(term, starts_on)
    if Clock.objects.filter(subject=subject, term__code=row.code).exclude(state=ClockState.CLOSED).exists():
        raise WrongState(_("This term already runs."), code="clock_runs")
    hold_calendar()
    due = due_on(row, starts_on)
    clock = new_clock(subject=subject, term=row, starts_on=starts_on, due=due)
    rows.insert(clock)
    tell(clock, *start_of(clock), actor=actor, at=at)
    return clock


def new_clock(*, subject: Subject, term: Term, starts_on: date, due: Due) -> Clock:
    """Return the unsaved clock of a term counted from `starts_on` to `due`."""
    return Clock(
        subject=subject,
        term=term,
        starts_on=starts_on,
        due_on=due.day,
        reasons=[reason.as_json() for reason in due.reasons],
    )


def start_of(clock: Clock) -> tuple[str, dict[str, Any]]:
    """Return the event that says a clock was started, and its facts."""
    return "clock.started", facts_of(clock, {"starts_on": clock.starts_on.isoformat()})


def end(clock: Clock, day: date) -> tuple[str, dict[str, Any]]:
    """Close a clock on the legal day `day`, unsaved, and return the event that says so, and its facts."""
    clock.state, clock.closed_on, clock.suspended_on = ClockState.CLOSED, day, None
    return "clock.closed", facts_of(clock, {"in_time": day <= clock.due_on})


@operation
def close_clock(*, clock: Clock, day: date, actor: Actor, at: datetime) -> Clock:
    """Close a running or suspended term on the legal day `day`. Raises WrongState where it is closed already."""
    locked = lock(clock)
    event, facts = end(locked, day)
    locked.save(update_fields=["state", "closed_on", "suspended_on"])
    tell(locked, event, facts, actor=actor, at=at)
    return locked


@operation
def close_clocks(*, subject: Subject, terms: Iterable[str], day: date, actor: Actor, at: datetime) -> list[Clock]:
    """Close those of the terms (codes) that run for `subject` on the legal day `day`; one that does not is let be."""
    running = Clock.objects.filter(subject=subject, term__code__in=list(terms)).exclude(state=ClockState.CLOSED)
    return [close_clock(clock=clock, day=day, actor=actor, at=at) for clock in running.order_by("id")]


@operation
def extend_clock(*, clock: Clock, amount: int, unit: str, ruling: str, day: date, actor: Actor, at: datetime) -> Clock:
    """Extend a term by `amount` of `unit` by the `ruling` (public path or number) of the legal day `day`.

    Raises OperationError where the law lets no ruling extend it or `amount` is not positive, WrongState where closed.
    """
    locked = lock(clock)
    if not locked.term.extendable:
        raise OperationError(_("The law does not let this term be extended."), code="not_extendable")
    if amount < 1:
        raise OperationError(_("Say by how much the term is extended."), field="amount")
    change = ClockChange(kind=ChangeKind.EXTENDED, day=day, amount=amount, unit=unit, ruling=ruling)
    return apply_change(clock=locked, change=change, actor=actor, at=at)


@operation
def suspend_clock(*, clock: Clock, ruling: str, day: date, actor: Actor, at: datetime) -> Clock:
    """Suspend a running term by the `ruling` of the legal day `day`. Raises WrongState where it does not run."""
    locked = lock(clock)
    if locked.state != ClockState.OPEN:
        raise WrongState(_("The term is suspended already."), code="clock_suspended")
    locked.state, locked.suspended_on = ClockState.SUSPENDED, day
    return apply_change(
        clock=locked, change=ClockChange(kind=ChangeKind.SUSPENDED, day=day, ruling=ruling), actor=actor, at=at
    )


@operation
def resume_clock(*, clock: Clock, ruling: str, day: date, actor: Actor, at: datetime) -> Clock:
    """Let a suspended term run again from the legal day `day`; the suspended time is added to its end.

    Raises WrongState where it is not suspended, OperationError where `day` is before the suspension.
    """
    locked = lock(clock)
    if locked.suspended_on is None:
        raise WrongState(_("The term is not suspended."), code="clock_not_suspended")
    if day < locked.suspended_on:
        raise OperationError(_("A term cannot be resumed before it was suspended."), field="day")
    locked.state, locked.suspended_on = ClockState.OPEN, None
    return apply_change(
        clock=locked, change=ClockChange(kind=ChangeKind.RESUMED, day=day, ruling=ruling), actor=actor, at=at
    )


def hold_calendar() -> None:
    """Keep the working calendar from being changed until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [CALENDAR_LOCK])


def lock(clock: Clock) -> Clock:
    """Return the clock locked and read anew, its subject locked before it (the house's order).

    Raises WrongState where it is closed: a closed term never changes.
    """
    Subject.objects.select_for_update(no_key=True).get(pk=clock.subject_id)
    locked = Clock.objects.select_for_update(of=("self",)).select_related("term", "subject").get(pk=clock.pk)
    if locked.state == ClockState.CLOSED:
        raise WrongState(_("The term is closed."), code="clock_closed")
    return locked


def apply_change(*, clock: Clock, change: ClockChange, actor: Actor, at: datetime) -> Clock:
    """Keep `change`, count the term anew and record it; returns the clock."""
    change.clock = clock
    change.save(force_insert=True)
    before = clock.due_on
    hold_calendar()
    recount_clock(clock)
    clock.save(update_fields=["due_on", "reasons", "state", "suspended_on"])
    body = {"due_on_before": before.isoformat(), "ruling": change.ruling, "day": change.day.isoformat()}
    tell(clock, f"clock.{change.kind}", facts_of(clock, body), actor=actor, at=at)
    return clock


def recount_clock(clock: Clock) -> None:
    """Set the end and the reasons of `clock` from its row of law and its changes; does not save."""
    due = recount(term=clock.term, starts_on=clock.starts_on, changes=list(clock.changes.all()))
    clock.due_on, clock.reasons = due.day, [reason.as_json() for reason in due.reasons]


def facts_of(clock: Clock, facts: dict[str, Any]) -> dict[str, Any]:
    """Return what an event says of a clock: its term, the row of law it is counted by, its end, and `facts`."""
    return {"term": clock.term.code, "term_row": clock.term_id, "due_on": clock.due_on.isoformat(), **facts}


def tell(clock: Clock, event: str, facts: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """Record what happened to the clock."""
    record(subject=clock.subject, event=event, actor=actor, at=at, body=facts)
