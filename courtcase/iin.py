"""The individual identification number (IIN): twelve digits, the last of which checks the others. Pure."""

from __future__ import annotations

from datetime import date

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
# The seventh digit tells century and sex; 0 is given to foreigners, whose century it does not tell.
CENTURIES = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000}
FOREIGNER = 0


def check_digit(first_eleven: str) -> int | None:
    """Return the digit that completes eleven digits; None where no such number is issued.

    Weights 1 to 11 modulo 11; where that gives 10, the second weights; where it gives 10 again, the number is not issued.
    """
    digits = [int(sign) for sign in first_eleven]
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        remainder = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if remainder < 10:
            return remainder
    return None


def has_birth_date(value: str) -> bool:
    """Say whether the first seven digits tell a day that is in the calendar of the century they name."""
    year, month, day, century = int(value[:2]), int(value[2:4]), int(value[4:6]), int(value[6])
    if century not in CENTURIES and century != FOREIGNER:
        return False
    # A foreigner's century is unknown: 2000 is a leap year, so that no 29 February is refused there.
    first_year = CENTURIES.get(century)
    try:
        date(first_year + year if first_year is not None else 2000, month, day)
    except ValueError:
        return False
    return True


def is_valid_iin(value: str) -> bool:
    """Say whether `value` is twelve digits that begin with a day of birth and end with the right check digit."""
    if not (len(value) == 12 and value.isascii() and value.isdigit()):
        return False
    return has_birth_date(value) and check_digit(value[:11]) == int(value[11])
