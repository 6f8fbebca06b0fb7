"""What holds of every term over twenty years, on calendars with days moved at random."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courtcase.law import calendar, clocks
from courtcase.law.models import Clock, ClockChange, Term
from courtcase.law.models.clocks import ClockState
from courtcase.law.models.terms import Direction, Unit
from courtcase.law.operations import change_calendar_day
from courtcase.law.terms import recount
from courtcase.register.operations import open_subject
from tests.law.conftest import AT, SYSTEM

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"actor": SYSTEM, "at": AT}
FIRST, LAST = date(2023, 1, 1), date(2042, 12, 31)
DAY = timedelta(days=1)
STARTS = st.dates(min_value=FIRST, max_value=LAST)
NEAR = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 6, 30))
HOLDS = st.integers(min_value=0, max_value=90)
# Days moved, each with what it becomes: sparse, as a Government moves them, and dense around the starts.
MOVED = st.dictionaries(STARTS, st.booleans(), max_size=20)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEW = settings(MANY, max_examples=15)
TERMS = st.builds(
    Term,
    code=st.just("made_up"),
    amount=st.integers(min_value=1, max_value=40),
    unit=st.sampled_from([Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.MONTH]),
    direction=st.just(Direction.FORWARD),
    extendable=st.just(True),
)
Moving = Callable[[dict[date, bool]], None]


@pytest.fixture
def moved_days(law: None, monkeypatch: pytest.MonkeyPatch) -> Moving:
    """Return what puts a calendar of moved days in the place of the table, for as long as the test lasts."""
    held: dict[date, bool] = {}

    def known(first: date, last: date) -> dict[date, bool]:
        return {day: working for day, working in held.items() if first <= day <= last}

    def put(days: dict[date, bool]) -> None:
        held.clear()
        held.update(days)

    monkeypatch.setattr(calendar, "days_known", known)
    return put


def held(first: date, days: int) -> list[ClockChange]:
    """Return the two changes by which a term was suspended for so many calendar days."""
    return [ClockChange(kind="suspended", day=first), ClockChange(kind="resumed", day=first + days * DAY)]


def extended(day: date, amount: int, unit: str) -> ClockChange:
    """Return the change by which a ruling extended a term."""
    return ClockChange(kind="extended", day=day, amount=amount, unit=unit)


def end_before_roll(term: Term, starts_on: date, changes: list[ClockChange]) -> date:
    """Return the end as the last reason but the roll states it, or as it stands where nothing was rolled."""
    due = recount(term=term, starts_on=starts_on, changes=changes)
    last = due.reasons[-1]
    return date.fromisoformat(last.params["from"]) if last.code == "rolled_forward" else due.day


@MANY
@given(term=TERMS, starts_on=STARTS, moved=MOVED, holds=HOLDS, more=st.integers(min_value=1, max_value=3))
def test_no_term_ends_on_a_day_off(
    moved_days: Moving, term: Term, starts_on: date, moved: dict[date, bool], holds: int, more: int
) -> None:
    moved_days(moved)
    changes = [*held(starts_on + DAY, holds), extended(starts_on + DAY, more, Unit.MONTH)]
    for some in ([], changes[:2], changes):
        assert calendar.is_working_day(recount(term=term, starts_on=starts_on, changes=some).day)


@MANY
@given(term=TERMS, starts_on=STARTS, moved=MOVED, after=HOLDS, holds=HOLDS)
def test_a_suspension_moves_the_end_by_exactly_its_days(
    moved_days: Moving, term: Term, starts_on: date, moved: dict[date, bool], after: int, holds: int
) -> None:
    moved_days(moved)
    first = starts_on + after * DAY
    before = end_before_roll(term, starts_on, [])
    end = end_before_roll(term, starts_on, held(first, holds))
    if term.unit != Unit.WORKING_DAY:
        assert end == before + holds * DAY
        return
    inside = [day for day in days(first + DAY, first + holds * DAY) if calendar.is_working_day(day)]
    assert len([day for day in days(before + DAY, end) if calendar.is_working_day(day)]) == len(inside)


def days(first: date, last: date) -> list[date]:
    """Return every day from `first` to `last`, one by one; none where `last` is earlier."""
    return [first + offset * DAY for offset in range((last - first).days + 1)]


@MANY
@given(
    term=TERMS,
    starts_on=STARTS,
    moved=MOVED,
    amount=st.integers(min_value=1, max_value=12),
    unit=st.sampled_from(list(Unit.values)),
    holds=HOLDS,
)
def test_an_extension_never_shortens(
    moved_days: Moving, term: Term, starts_on: date, moved: dict[date, bool], amount: int, unit: str, holds: int
) -> None:
    moved_days(moved)
    for some in ([], held(starts_on, holds)):
        before = recount(term=term, starts_on=starts_on, changes=some).day
        longer = recount(term=term, starts_on=starts_on, changes=[*some, extended(starts_on, amount, unit)])
        # A day's extension may fall on the days off over which the shorter term was rolled: then both end together.
        assert longer.day >= before
        assert end_before_roll(term, starts_on, [*some, extended(starts_on, amount, unit)]) > end_before_roll(
            term, starts_on, some
        )


@MANY
@given(term=TERMS, first=STARTS, later=st.integers(min_value=0, max_value=60), moved=MOVED, amount=HOLDS)
def test_a_later_start_never_ends_earlier_and_a_longer_suspension_neither(
    moved_days: Moving, term: Term, first: date, later: int, moved: dict[date, bool], amount: int
) -> None:
    moved_days(moved)
    extension = [extended(first, 1, Unit.MONTH)]
    ends = [recount(term=term, starts_on=day, changes=extension).day for day in (first, first + later * DAY)]
    assert ends == sorted(ends)
    ends = [recount(term=term, starts_on=first, changes=held(first, days)).day for days in (amount, amount + later)]
    assert ends == sorted(ends)


CHANGES = st.lists(
    st.tuples(st.sampled_from(["extend", "suspend", "resume", "close"]), st.integers(min_value=0, max_value=120)),
    max_size=4,
)


def changed(clock: Clock, steps: list[tuple[str, int]]) -> Clock:
    """Do the steps that the clock's state allows, each some days after the last."""
    day = clock.starts_on
    for step, after in steps:
        day += after * DAY
        common = {"clock": clock, "ruling": "1-P", "day": day, **WHO}
        if step == "close":
            return clocks.close_clock(clock=clock, day=day, **WHO)
        if step == "extend" and clock.term.extendable:
            clock = clocks.extend_clock(amount=1, unit="month", **common)
        elif step == "suspend" and clock.state == ClockState.OPEN:
            clock = clocks.suspend_clock(**common)
        elif step == "resume" and clock.state == ClockState.SUSPENDED:
            clock = clocks.resume_clock(**common)
    return clock


@FEW
@given(
    runs=st.lists(st.tuples(st.sampled_from(["final_decision", "information", "materials_to_judges"]), NEAR, CHANGES)),
    moves=st.lists(st.tuples(NEAR, st.booleans()), min_size=1, max_size=4),
)
def test_a_changed_calendar_moves_every_running_clock_rightly_and_no_closed_one(
    law: None, runs: list[tuple[str, date, list[tuple[str, int]]]], moves: list[tuple[date, bool]]
) -> None:
    started = []
    for term, starts_on, steps in runs:
        subject = open_subject(kind="petition", at=AT)
        clock = clocks.start_clock(subject=subject, term=term, starts_on=starts_on, **WHO)
        started.append(changed(clock, steps))
    ends = {clock.pk: clock.due_on for clock in started}
    for day, is_working in moves:
        change_calendar_day(day=day, is_working=is_working, name="Moved", source="Government resolution", **WHO)
    for clock in Clock.objects.filter(pk__in=ends).select_related("term"):
        if clock.state == ClockState.CLOSED:
            assert clock.due_on == ends[clock.pk]
            continue
        anew = recount(term=clock.term, starts_on=clock.starts_on, changes=list(clock.changes.all()))
        assert clock.due_on == anew.day
