"""Comparing and copying rows of law."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import ForeignKey

from courtcase.law.models import RuleRow

Row = TypeVar("Row", bound=RuleRow)

# What a correction of words or of our own knowledge touches, and not the rule itself.
WORDS = ("name_", "text_", "cure_", "elsewhere_", "starts_at_", "note_")
KNOWLEDGE = frozenset({"source", "certainty", "position", "basis", "purpose", "seen_by"})


def fields_of(model: type[RuleRow]) -> list[str]:
    """Return the names of the fields that hold the rule: all but who entered it, when, and what became of it."""
    return [field.name for field in model._meta.concrete_fields if field.name not in RuleRow.BOOKKEEPING]


def differing(row: RuleRow, values: dict[str, Any]) -> set[str]:
    """Return the names in `values` whose value is not the row's."""
    return {name for name, value in values.items() if stored(row, name) != plain(value)}


def stored(row: RuleRow, name: str) -> Any:
    """Return the row's value of a field; of a foreign key, the id."""
    return getattr(row, f"{name}_id" if isinstance(row._meta.get_field(name), ForeignKey) else name)


def plain(value: Any) -> Any:
    """Return `value`, or the id of a row."""
    return value.pk if hasattr(value, "pk") else value


def is_substance(name: str) -> bool:
    """Say whether a field is the rule itself, rather than its words or how sure we are of it."""
    return not name.startswith(WORDS) and name not in KNOWLEDGE


def successor(
    old: Row, values: dict[str, Any], *, applies_from: date | None, entered_at: datetime, entered_by: str
) -> Row:
    """Return an unsaved row that carries on `old` with `values`, unconfirmed."""
    carried = {name: getattr(old, name) for name in fields_of(type(old))}
    if applies_from is not None and applies_from != old.applies_from:
        carried.update(applies_from=applies_from, applies_to=None)
    carried.update(values)
    return type(old)(**carried, subject=old.subject, entered_at=entered_at, entered_by=entered_by)
