"""Gapless numbers. Taken last in an operation, so that the series is locked for as short a time as can be."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from courtcase.law.models import Series, SeriesCounter
from courtcase.law.models.series import Scope
from courtcase.law.numbers import Number, normalise_number, print_number
from courtcase.law.queries.rules import series_on
from courtcase.operations import WrongState

# Two first uses at once wait for each other on the unique key, later ones on the row: it is locked from here on.
NEXT = (
    "INSERT INTO law_seriescounter AS counter (series_code, year, last) VALUES (%s, %s, %s) "
    "ON CONFLICT (series_code, year) DO UPDATE SET last = GREATEST(counter.last + 1, EXCLUDED.last) RETURNING last"
)

__all__ = ["Number", "next_number", "normalise_number", "note_number", "print_number"]


def next_number(*, series_code: str, day: date) -> Number:
    """Take the next number of the series on the legal day `day` and return it.

    Call it as the last statement of the operation: the counter stays locked until the transaction ends, and a
    transaction that fails gives the number back. Raises Series.DoesNotExist, and TransactionManagementError outside
    a transaction.
    """
    series = series_on(series_code, day)
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [series_code, year_of(series, day), after(0, series)])
        value = cursor.fetchone()[0]
    return print_number(series=series, value=value, year=day.year)


def year_of(series: Series, day: date) -> int:
    """Return the year whose counter gives the series' numbers on the legal day `day`; 0 for a running series."""
    return day.year if series.scope == Scope.YEARLY else 0


def after(last: int, series: Series) -> int:
    """Return the number that follows `last` (0: none yet)."""
    return max(last + 1, series.first_number)


def note_number(*, series_code: str, value: int, day: date) -> Number:
    """Note that number `value` was given elsewhere on the legal day `day` (an import), and return it as printed.

    The next number taken is higher than every one noted. Raises WrongState for a number below the series' first.
    """
    series = series_on(series_code, day)
    if value < series.first_number:
        raise WrongState(f"{series_code} begins at {series.first_number}")
    year = year_of(series, day)
    # A counter never goes back: one that is as high needs no lock, and imports side by side do not wait for each other.
    if not SeriesCounter.objects.filter(series_code=series_code, year=year, last__gte=value).exists():
        counter = lock_counter(series_code=series_code, year=year)
        if counter.last < value:
            counter.last = value
            counter.save(update_fields=["last"])
    return print_number(series=series, value=value, year=day.year)


def lock_counter(*, series_code: str, year: int) -> SeriesCounter:
    """Return the counter, locked. Two first uses at once wait for each other on the unique key, then on the row."""
    require_transaction()
    SeriesCounter.objects.bulk_create([SeriesCounter(series_code=series_code, year=year)], ignore_conflicts=True)
    return SeriesCounter.objects.select_for_update().get(series_code=series_code, year=year)


def require_transaction() -> None:
    """Raise TransactionManagementError outside a transaction: a number that nothing uses would leave a gap."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a number is taken inside the operation that uses it")
