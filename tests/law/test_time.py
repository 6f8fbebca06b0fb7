from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.law.time import add_months, court_day, last_day_of_year_term

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # Six hours ahead until the end of February 2024, five since.
        (datetime(2023, 7, 1, 17, 59, tzinfo=UTC), date(2023, 7, 1)),
        (datetime(2023, 7, 1, 18, 0, tzinfo=UTC), date(2023, 7, 2)),
        (datetime(2024, 2, 29, 17, 59, tzinfo=UTC), date(2024, 2, 29)),
        (datetime(2024, 2, 29, 18, 30, tzinfo=UTC), date(2024, 2, 29)),
        (datetime(2024, 2, 29, 19, 0, tzinfo=UTC), date(2024, 3, 1)),
        (datetime(2026, 7, 1, 18, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 19, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 19, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_is_the_courts_own(instant: datetime, day: date) -> None:
    assert court_day(instant) == day


def test_an_instant_without_a_zone_has_no_legal_day() -> None:
    with pytest.raises(ValueError, match="zone"):
        court_day(datetime(2026, 1, 1, 12, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_keep_the_day_or_take_the_last(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(DAYS, st.integers(min_value=-60, max_value=60))
def test_months_land_in_the_right_month(day: date, months: int) -> None:
    end = add_months(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == min(day.day, monthrange(end.year, end.month)[1])


@given(DAYS, DAYS, st.integers(min_value=1, max_value=12))
def test_months_never_change_the_order_of_days(first: date, second: date, months: int) -> None:
    if first <= second:
        assert add_months(first, months) <= add_months(second, months)


@pytest.mark.parametrize(
    ("in_force_on", "last"),
    [
        (date(2025, 3, 10), date(2026, 3, 10)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
    ],
)
def test_the_year_ends_on_the_same_day_of_the_next(in_force_on: date, last: date) -> None:
    assert last_day_of_year_term(in_force_on) == last
