"""From a number of a series to the place of a ruling in addresses."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Series
from courtcase.law.numbers import Number
from courtcase.law.series import next_number
from courtcase.operations import OperationError
from rulings.models.kinds import NORMATIVE, PROCEDURAL, SERIES, RulingKind


def take_number(*, kind: str, day: date) -> Number:
    """Take the next number of the kind's series. Called when everything else is locked: the series comes last.

    Raises OperationError where no series is configured for the kind on that day.
    """
    try:
        return next_number(series_code=SERIES[kind], day=day)
    except Series.DoesNotExist as error:
        raise OperationError(
            _("No series of numbers is configured for this kind of ruling."), code="no_series"
        ) from error


def slug_of(*, kind: str, value: int, year: int) -> str:
    """Return where a numbered ruling stands in addresses: /rulings/29, /rulings/p/2026-15, /rulings/m/2."""
    if kind in NORMATIVE:
        return str(value)
    if kind in PROCEDURAL:
        return f"p/{year}-{value}"
    return f"m/{value}" if kind == RulingKind.MESSAGE else f"c/{year}-{value}"
