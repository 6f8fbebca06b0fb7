"""One row written by a statement that is built once for its table: what every step of the hot path does.

Django builds each INSERT and UPDATE anew, which takes longer than PostgreSQL takes to carry it out. Values are made by
the model's own fields. For plain fields alone: one that needs a placeholder of its own, such as an array, is refused.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection, models

if TYPE_CHECKING:
    Field = models.Field[Any, Any]


@functools.cache
def written_fields(model: type[models.Model]) -> tuple[Field, ...]:
    """Return the fields an INSERT names: all but a key the database gives. Raises TypeError for one that is not plain."""
    fields = tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))
    for field in fields:
        if field.get_internal_type() in {"ArrayField", "FileField", "GeneratedField", "SearchVectorField"}:
            raise TypeError(f"{model.__name__}.{field.name} is no plain field")
    return fields


def quoted(name: str) -> str:
    """Return a table's or column's name as SQL writes it."""
    return connection.ops.quote_name(name)


@functools.cache
def insert_statement(model: type[models.Model], computed: tuple[tuple[str, str], ...] = ()) -> str:
    """Return the INSERT of one row, with its values.

    `computed` gives columns (by attribute) an expression of SQL that takes one parameter, where it is not the value itself.
    """
    fields, expressions = written_fields(model), dict(computed)
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    values = ", ".join(expressions.get(field.attname, "%s") for field in fields)
    return f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({values})"  # noqa: S608 - names of our own


def value_of(field: Field, row: models.Model) -> Any:
    """Return what is written in a field's column for `row`."""
    return field.get_db_prep_save(field.pre_save(row, add=True), connection)


def values_of(row: models.Model, given: dict[str, Any] | None = None) -> list[Any]:
    """Return what an INSERT writes for `row`, in the order of its columns; `given` stands in for some (by attribute)."""
    instead = given or {}
    fields = written_fields(type(row))
    return [instead[one.attname] if one.attname in instead else value_of(one, row) for one in fields]


def stored(row: models.Model, key: Any) -> None:
    """Note on the object that it stands in the database under `key`."""
    row.pk = key
    row._state.adding, row._state.db = False, connection.alias


def insert(row: models.Model) -> None:
    """Insert the row as it stands and set the key the database gave it."""
    insert_or_conflict(row, "")


def insert_unless_there(row: models.Model) -> bool:
    """Insert the row, or say False where a unique key of it stands there already: nothing is waited for or changed then."""
    return insert_or_conflict(row, " ON CONFLICT DO NOTHING")


def insert_or_conflict(row: models.Model, conflict: str) -> bool:
    """Insert the row with an ON CONFLICT clause or none; say whether it was written, and set its key."""
    key = quoted(str(row._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"{insert_statement(type(row))}{conflict} RETURNING {key}", values_of(row))
        found = cursor.fetchone()
    if found is None:
        return False
    stored(row, found[0])
    return True


def update(row: models.Model, names: Sequence[str]) -> bool:
    """Write the named fields of a row that is there; say whether it was."""
    return update_where(row, names, key=row._meta.pk.name)


def update_where(row: models.Model, names: Sequence[str], *, key: str) -> bool:
    """Write the named fields of the row found by the value its field `key` has; say whether there was one."""
    table, wanted = row._meta.db_table, [row._meta.get_field(name) for name in names]
    found = row._meta.get_field(key)
    settings = ", ".join(f"{quoted(str(field.column))} = %s" for field in wanted)  # type: ignore[union-attr]
    values = [value_of(field, row) for field in (*wanted, found)]  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quoted(table)} SET {settings} WHERE {quoted(str(found.column))} = %s",  # type: ignore[union-attr] # noqa: S608
            values,
        )
        return bool(cursor.rowcount)
