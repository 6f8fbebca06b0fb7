"""Which cells of a table of persons are not shown, so that no number from 1 to 4 is shown nor follows from the others. Pure.

A table is a total and lines that each split it anew: by region, by area, by quarter. Lines share nothing but the total, so
each is guarded by itself. docs/statistics.md proves that what is hidden may then be one number or another, for all that is
published and even to who knows this rule, but not the secret order. Nought is nobody, and is shown.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence

# The least number of persons that is shown.
LEAST_SHOWN = 5
# The totals of a year that is not over are told in steps of so many: two days' totals then differ by nought or by ten.
STEP = 10
# What n hidden cells must add up to: one may then be five or more beside a four and ones. See `is_enough`.
SPARE = 7


def is_total_shown(total: int) -> bool:
    """Say whether the total of a table is shown. Where it is not, nothing of the table is."""
    return total == 0 or total >= LEAST_SHOWN


def is_enough(number: int, together: int) -> bool:
    """Say whether `number` hidden cells that are `together` so many hide each other."""
    return number > 1 and together >= number + SPARE


def hidden_of(line: Mapping[str, int], order: Sequence[str]) -> frozenset[str]:
    """Return the values of a line that are not shown.

    `line` is the count of each value, `order` all values in the secret order in which others are hidden with the small
    ones. Hidden is every cell from 1 to 4; then one larger cell after another, until it is enough; where it never is,
    the whole line, noughts and all.
    """
    if not is_total_shown(sum(line.values())):
        return frozenset(line)
    hidden = {value for value, count in line.items() if 0 < count < LEAST_SHOWN}
    if not hidden:
        return frozenset()
    for value in (*order, None):
        if is_enough(len(hidden), sum(line[one] for one in hidden)):
            return frozenset(hidden)
        if value is not None and line[value]:
            hidden.add(value)
    return frozenset(line)


def is_rest_shown(count: int, whole: int) -> bool:
    """Say whether a part that is told leaves no small rest of a whole that is told: nought, or as many as are shown."""
    return whole - count == 0 or whole - count >= LEAST_SHOWN


def so_far(total: int) -> int | None:
    """Return the total of a year that is not over as it is told: rounded down to whole tens, nought, or not (None)."""
    return total // STEP * STEP or (None if total else 0)


def veiled(line: Mapping[str, int], hidden: frozenset[str], order: Sequence[str]) -> frozenset[str]:
    """Return what is hidden of a line whose sum must not follow from its cells: at least one that is no nought."""
    return hidden or frozenset([value for value in order if line[value]][:1])


def secret_order(values: Sequence[str], *, name: str, secret: str) -> list[str]:
    """Return the values in an order that follows from `name` (of the line) and a secret: the same each time it is asked."""

    def place(value: str) -> bytes:
        return hmac.digest(secret.encode(), f"{name}|{value}".encode(), "sha256")

    return sorted(values, key=place)


def percent_of(count: int, total: int) -> int:
    """Return a share in whole percent, a half rounded up; nought of nothing."""
    return (200 * count + total) // (2 * total) if total else 0
