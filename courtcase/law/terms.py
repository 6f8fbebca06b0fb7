"""How a term is counted, each step with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from courtcase.law import calendar
from courtcase.law.models import ClockChange, Term
from courtcase.law.models.clocks import ChangeKind
from courtcase.law.models.terms import Direction, Unit
from courtcase.law.queries.rules import rule_is_on, term_on
from courtcase.law.reasons import Reason
from courtcase.law.time import add_months

ROLL_RULE = "roll_to_working_day"


@dataclass
class Due:
    """The last legal day of a term and why it is that day."""

    day: date
    reasons: list[Reason] = field(default_factory=list)


def due_on(term: Term, start_day: date) -> Due:
    """Return the last legal day of `term` counted from the event on `start_day`, with the reasons.

    The day of the event is not counted. A term that ends on a day off ends on the next working day (backward: the one
    before), where the rule `roll_to_working_day` is on for the starting day.
    """
    return recount(term=term, starts_on=start_day, changes=())


def due_for(code: str, start_day: date) -> Due:
    """Return `due_on` for the term `code` as it stands on `start_day`; raises Term.DoesNotExist."""
    return due_on(term_on(code, start_day), start_day)


def recount(*, term: Term, starts_on: date, changes: Sequence[ClockChange]) -> Due:
    """Return the last legal day of `term` from the event on `starts_on` with its extensions and suspensions, in order.

    Nothing is rolled to a working day before the end, so that an extension is never longer than its ruling says.
    """
    reasons = [started(term, starts_on)]
    sign = -1 if term.direction == Direction.BACKWARD else 1
    day = count(starts_on, sign * term.amount, term.unit, reasons)
    held_from: date | None = None
    for change in changes:
        if change.kind == ChangeKind.EXTENDED:
            assert change.amount is not None  # noqa: S101  the operation gives every extension its amount
            day = count(day, change.amount, change.unit, [])
        elif change.kind == ChangeKind.SUSPENDED:
            held_from = change.day
        elif held_from is not None:
            day = add_held_time(term=term, day=day, held_from=held_from, resumed_on=change.day)
            held_from = None
        reasons.append(changed(change, day))
    return roll(term=term, day=day, starts_on=starts_on, reasons=reasons)


def started(term: Term, starts_on: date) -> Reason:
    """Return the reason that says what is counted, from when and by which article."""
    return Reason(
        "term_started",
        {
            "term": term.code,
            "amount": term.amount,
            "unit": term.unit,
            "direction": term.direction,
            "day": starts_on.isoformat(),
            "event_kk": term.starts_at_kk,
            "event_ru": term.starts_at_ru,
            "event_en": term.starts_at_en,
            "article": term.article,
            "configurable": term.configurable,
        },
    )


def changed(change: ClockChange, day: date) -> Reason:
    """Return the reason that says how a ruling changed the term, and the end it gives before any roll."""
    return Reason(
        f"term_{change.kind}",
        {
            "day": change.day.isoformat(),
            "amount": change.amount,
            "unit": change.unit,
            "ruling": change.ruling,
            "until": day.isoformat(),
        },
    )


def count(day: date, amount: int, unit: str, reasons: list[Reason]) -> date:
    """Return the day `amount` of `unit` from `day` (earlier if negative), adding to `reasons` what is not plain."""
    if unit == Unit.CALENDAR_DAY:
        return day + timedelta(days=amount)
    if unit == Unit.WORKING_DAY:
        end = calendar.add_working_days(day, amount)
        left_out = abs((end - day).days) - abs(amount)
        if left_out:
            reasons.append(Reason("days_off_left_out", {"count": left_out}))
        return end
    end = add_months(day, amount * (12 if unit == Unit.YEAR else 1))
    if end.day != day.day:
        reasons.append(Reason("month_has_no_such_day", {"number": day.day, "day": end.isoformat()}))
    return end


def add_held_time(*, term: Term, day: date, held_from: date, resumed_on: date) -> date:
    """Return `day` put off by the time the term was suspended: working days for terms counted in them."""
    if term.unit == Unit.WORKING_DAY:
        held = calendar.working_days_after(held_from, resumed_on)
        return calendar.add_working_days(day, held) if held else day
    return day + (resumed_on - held_from)


def roll(*, term: Term, day: date, starts_on: date, reasons: list[Reason]) -> Due:
    """Return the end of the term moved off a day off, if the rule says so."""
    if not rule_is_on(ROLL_RULE, starts_on):
        return Due(day, reasons)
    backward = term.direction == Direction.BACKWARD
    # Asked at once for the day and those beside it: a step costs the same on whichever day its term ends.
    end = calendar.roll_back(day) if backward else calendar.roll_forward(day)
    if end == day:
        return Due(day, reasons)
    code = "rolled_back" if backward else "rolled_forward"
    return Due(end, [*reasons, Reason(code, {"from": day.isoformat(), "day": end.isoformat()})])
