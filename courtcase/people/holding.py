"""Whether a Q-expression holds of a row that was read already, without asking the database where the row itself says it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q

PLAIN = (bool, int, str)
COLLECTIONS = (list, tuple, set, frozenset)


def holds(wanted: Q, row: Model) -> bool | None:
    """Say whether `wanted` holds of `row` as it was read; None where that takes more than its own columns to know.

    An empty expression holds of every row. What is empty in the row (NULL) is left to the database but where just that is
    asked, and so is every lookup but equality and membership.
    """
    answers = [holds(one, row) if isinstance(one, Q) else one_holds(one, row) for one in wanted.children]
    found = joined(answers, wanted.connector)
    return not found if wanted.negated and found is not None else found


def joined(answers: list[bool | None], connector: str) -> bool | None:
    """Return what the parts of an expression say together: one that settles it does so whatever the unknown ones are."""
    if connector not in {Q.AND, Q.OR}:
        return None
    settling = connector == Q.OR
    if answers and settling in answers:
        return settling
    return None if None in answers else not settling


def one_holds(lookup: Any, row: Model) -> bool | None:
    """Say whether one lookup, a pair of words and value, holds of the row; None where its own columns do not say."""
    if not isinstance(lookup, tuple):
        return None
    words, value = lookup
    name, _, kind = words.partition("__")
    current = column_of(row, name)
    if kind == "isnull" and isinstance(current, (*PLAIN, type(None))) and has_column(row, name):
        return (current is None) == value
    if not isinstance(current, PLAIN):
        return None
    if kind in {"", "exact"}:
        return same(current, value)
    if kind == "in" and isinstance(value, COLLECTIONS):
        return joined([same(current, one) for one in value], Q.OR)
    return None


def has_column(row: Model, name: str) -> bool:
    """Say whether the row itself has a column of this field's name."""
    try:
        return bool(row._meta.get_field(name).concrete)
    except FieldDoesNotExist:
        return False


def column_of(row: Model, name: str) -> Any:
    """Return what stands in a column of the row, by its field's name or attribute; None where it has no such column."""
    if name == "pk":
        return row.pk
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return getattr(row, field.attname) if field.concrete and hasattr(field, "attname") else None


def same(current: Any, value: Any) -> bool | None:
    """Say whether a column holds a value, which may be a row that is pointed at; None for what cannot be compared here."""
    plain = value.pk if isinstance(value, Model) else value
    comparable = isinstance(plain, str) if isinstance(current, str) else isinstance(plain, int)
    return bool(current == plain) if comparable else None
