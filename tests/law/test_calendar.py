from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courtcase.law import calendar
from courtcase.law.models import CalendarDay

pytestmark = pytest.mark.django_db
DAYS = st.dates(min_value=date(2021, 6, 1), max_value=date(2029, 6, 30))
WITH_ROWS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 20), True),
        (date(2026, 3, 23), False),  # Nauryz
        (date(2026, 3, 24), False),  # moved from the Saturday
        (date(2025, 1, 3), False),  # moved from Sunday 5 January
        (date(2025, 1, 5), True),  # the Sunday worked for it
        (date(2023, 7, 1), True),  # a Saturday worked
        (date(2024, 5, 8), False),
        (date(2026, 3, 28), False),
    ],
)
def test_holidays_and_moved_days(law: None, day: date, works: bool) -> None:
    assert calendar.is_working_day(day) is works


def test_outside_the_table_the_week_decides(law: None) -> None:
    assert calendar.is_working_day(date(2040, 1, 2))
    assert not calendar.is_working_day(date(2040, 1, 1))


def test_a_long_row_of_days_off_is_walked_through(law: None) -> None:
    first = date(2026, 8, 3)
    CalendarDay.objects.filter(day__range=(first, first + timedelta(days=200))).update(is_working=False)
    assert calendar.roll_forward(first) == date(2027, 2, 22)


def test_no_working_day_is_counted_for_nought(law: None) -> None:
    with pytest.raises(ValueError, match="at least one"):
        calendar.add_working_days(date(2026, 3, 2), 0)


def test_days_by_the_moon_are_estimates(law: None) -> None:
    assert CalendarDay.objects.get(day=date(2026, 5, 27)).certainty == "estimated"
    assert CalendarDay.objects.get(day=date(2025, 6, 6)).certainty == "known"


def by_walking(day: date, count: int) -> date:
    """Return what add_working_days must, one day at a time."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day


@WITH_ROWS
@given(DAYS, st.integers(min_value=1, max_value=30), st.booleans())
def test_counting_is_the_same_as_walking(law: None, day: date, count: int, backward: bool) -> None:
    signed = -count if backward else count
    assert calendar.add_working_days(day, signed) == by_walking(day, signed)


@WITH_ROWS
@given(DAYS, st.integers(min_value=1, max_value=30))
def test_back_and_forth_comes_home(law: None, day: date, count: int) -> None:
    end = calendar.add_working_days(day, count)
    assert calendar.working_days_after(day, end) == count
    assert calendar.add_working_days(end + timedelta(days=1), -(count + 1)) <= day


@WITH_ROWS
@given(DAYS)
def test_rolling_never_goes_the_other_way(law: None, day: date) -> None:
    forward, back = calendar.roll_forward(day), calendar.roll_back(day)
    assert back <= day <= forward
    assert calendar.is_working_day(forward)
    assert calendar.is_working_day(back)
    assert (forward == day) == calendar.is_working_day(day)
