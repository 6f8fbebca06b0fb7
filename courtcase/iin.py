"""The individual identification number (IIN): twelve digits, the last of which checks the others."""

from __future__ import annotations

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


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


def is_valid_iin(value: str) -> bool:
    """Say whether `value` is twelve digits that begin with a day of birth and end with the right check digit."""
    if not (len(value) == 12 and value.isascii() and value.isdigit()):
        return False
    month, day, century = int(value[2:4]), int(value[4:6]), int(value[6])
    plausible = 1 <= month <= 12 and 1 <= day <= 31 and century <= 6
    return plausible and check_digit(value[:11]) == int(value[11])
