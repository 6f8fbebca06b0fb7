from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courtcase.law import clocks
from courtcase.law.models import Clock, ClockChange
from courtcase.law.operations import change_calendar_day
from courtcase.law.queries import nearest_due, open_clocks, overdue_clocks
from courtcase.law.reasons import explain_all
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event, Subject
from courtcase.register.operations import open_subject
from tests.law.conftest import AT, SYSTEM

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"actor": SYSTEM, "at": AT}


def start(subject: Subject, term: str = "cure", starts_on: date = date(2026, 1, 15)) -> Clock:
    return clocks.start_clock(subject=subject, term=term, starts_on=starts_on, **WHO)


def events(subject: Subject) -> list[str]:
    return list(Event.objects.filter(subject=subject).order_by("id").values_list("name", flat=True))


def test_a_term_runs_and_is_closed_with_its_events(law: None, subject: Subject) -> None:
    clock = start(subject)
    assert clock.due_on == date(2026, 2, 16)
    assert nearest_due(subject) == date(2026, 2, 16)
    clocks.close_clock(clock=clock, day=date(2026, 2, 1), **WHO)
    assert nearest_due(subject) is None
    assert events(subject) == ["clock.started", "clock.closed"]
    started, closed = Event.objects.filter(subject=subject).order_by("id")
    assert started.body["term_row"] == clock.term_id
    assert closed.body["in_time"] is True


def test_a_term_runs_once_at_a_time(law: None, subject: Subject) -> None:
    clock = start(subject)
    with pytest.raises(WrongState):
        start(subject)
    clocks.close_clocks(subject=subject, terms=["cure", "study"], day=date(2026, 2, 1), **WHO)
    assert start(subject).pk != clock.pk


def test_a_closed_term_never_changes(law: None, subject: Subject) -> None:
    clock = start(subject, "final_decision")
    clocks.close_clock(clock=clock, day=date(2026, 2, 1), **WHO)
    common = {"clock": clock, "ruling": "7", "day": date(2026, 2, 2), **WHO}
    for change in (
        lambda: clocks.close_clock(clock=clock, day=date(2026, 2, 2), **WHO),
        lambda: clocks.extend_clock(amount=1, unit="month", **common),
        lambda: clocks.suspend_clock(**common),
        lambda: clocks.resume_clock(**common),
    ):
        with pytest.raises(WrongState):
            change()


def test_an_extension_adds_to_the_end_before_the_roll(law: None, subject: Subject) -> None:
    clock = start(subject, "final_decision", date(2026, 1, 15))
    assert clock.due_on == date(2026, 2, 16)
    longer = clocks.extend_clock(clock=clock, amount=1, unit="month", ruling="p/2026-3", day=date(2026, 2, 10), **WHO)
    assert longer.due_on == date(2026, 3, 16)
    assert [reason["code"] for reason in longer.reasons] == ["term_started", "term_extended", "rolled_forward"]
    assert "p/2026-3" in " ".join(explain_all(longer.reasons, "en"))


def test_the_law_lets_only_some_terms_be_extended(law: None, subject: Subject) -> None:
    with pytest.raises(OperationError) as refused_by_law:
        clocks.extend_clock(clock=start(subject), amount=1, unit="month", ruling="1", day=date(2026, 2, 1), **WHO)
    assert refused_by_law.value.code == "not_extendable"
    decision = start(subject, "final_decision_citizen")
    with pytest.raises(OperationError) as refused:
        clocks.extend_clock(clock=decision, amount=0, unit="month", ruling="1", day=date(2026, 2, 1), **WHO)
    assert refused.value.field == "amount"


def test_suspended_time_is_added_to_the_end(law: None, subject: Subject) -> None:
    clock = start(subject, "final_decision_citizen", date(2026, 1, 12))
    held = clocks.suspend_clock(clock=clock, ruling="4", day=date(2026, 2, 2), **WHO)
    assert (held.state, nearest_due(subject)) == ("suspended", None)
    assert list(open_clocks(subject)) == [held]
    with pytest.raises(WrongState):
        clocks.suspend_clock(clock=clock, ruling="4", day=date(2026, 2, 3), **WHO)
    with pytest.raises(OperationError):
        clocks.resume_clock(clock=clock, ruling="5", day=date(2026, 2, 1), **WHO)
    again = clocks.resume_clock(clock=clock, ruling="5", day=date(2026, 2, 12), **WHO)
    assert again.due_on == date(2026, 4, 22)
    assert events(subject)[-2:] == ["clock.suspended", "clock.resumed"]


def test_changes_are_kept_for_ever(law: None, subject: Subject) -> None:
    clocks.suspend_clock(clock=start(subject), ruling="4", day=date(2026, 2, 2), **WHO)
    with pytest.raises(DatabaseError), transaction.atomic():
        ClockChange.objects.update(ruling="5")
    with pytest.raises(DatabaseError), transaction.atomic():
        ClockChange.objects.all().delete()


def test_a_changed_day_moves_open_terms_with_an_event_and_closed_ones_never(law: None, subject: Subject) -> None:
    open_one, other = start(subject), open_subject(kind="petition", at=AT)
    closed = clocks.close_clock(clock=start(other), day=date(2026, 2, 1), **WHO)
    moved = change_calendar_day(
        day=date(2026, 2, 16), is_working=False, name="Moved", source="Government resolution", **WHO
    )
    assert [clock.pk for clock in moved] == [open_one.pk]
    open_one.refresh_from_db()
    closed.refresh_from_db()
    assert (open_one.due_on, closed.due_on) == (date(2026, 2, 17), date(2026, 2, 16))
    assert open_one.reasons[-1]["code"] == "calendar_changed"
    assert events(subject) == ["clock.started", "clock.redated"]
    assert events(other) == ["clock.started", "clock.closed"]


def test_a_term_counted_backwards_moves_too(law: None, subject: Subject) -> None:
    clock = start(subject, "materials_to_judges", date(2026, 2, 20))
    change_calendar_day(day=date(2026, 2, 10), is_working=False, name="Moved", source="Government resolution", **WHO)
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 2, 9)


def test_a_term_suspended_after_it_ran_out_moves_by_a_changed_day_of_the_suspension(
    law: None, subject: Subject
) -> None:
    clock = start(subject, "information", date(2026, 1, 12))
    clocks.suspend_clock(clock=clock, ruling="4", day=date(2026, 6, 1), **WHO)
    assert clocks.resume_clock(clock=clock, ruling="5", day=date(2026, 6, 10), **WHO).due_on == date(2026, 2, 11)
    change_calendar_day(day=date(2026, 6, 3), is_working=False, name="Moved", source="Government resolution", **WHO)
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 2, 10)


def test_only_those_who_may_change_the_calendar(law: None) -> None:
    change: dict[str, Any] = {"day": date(2026, 2, 16), "is_working": False, "name": "x", "at": AT}
    with pytest.raises(NotAllowed):
        change_calendar_day(**change, source="Act", actor=Actor.nobody())
    with pytest.raises(OperationError):
        change_calendar_day(**change, source=" ", actor=SYSTEM)


def test_overdue_terms_are_those_that_run_and_passed(law: None, subject: Subject) -> None:
    clock = start(subject)
    assert not overdue_clocks(clock.due_on).filter(pk=clock.pk).exists()
    assert overdue_clocks(clock.due_on + timedelta(days=1)).filter(pk=clock.pk).exists()


STEPS = st.lists(
    st.tuples(st.sampled_from(["extend", "suspend", "resume", "close"]), st.integers(min_value=0, max_value=40)),
    max_size=8,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, starts_on=st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 6, 1)))
def test_whatever_is_done_a_term_only_grows_and_every_change_is_recorded(
    law: None, steps: list[tuple[str, int]], starts_on: date
) -> None:
    own = open_subject(kind="petition", at=AT)
    clock, day, done = start(own, "final_decision_citizen", starts_on), starts_on, 1
    for step, days in steps:
        day, before = day + timedelta(days=days), clock.due_on
        common = {"clock": clock, "ruling": "1", "day": day, **WHO}
        try:
            if step == "extend":
                clock = clocks.extend_clock(amount=1, unit="month", **common)
            elif step == "close":
                clock = clocks.close_clock(clock=clock, day=day, **WHO)
            else:
                clock = (clocks.suspend_clock if step == "suspend" else clocks.resume_clock)(**common)
        except WrongState:
            continue
        done += 1
        assert clock.due_on >= before
    assert len(events(own)) == done


def test_the_application_role_may_not_change_the_changes(law: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'law_clockchange', 'UPDATE')")
        assert cursor.fetchone() == (False,)
