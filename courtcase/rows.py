"""One row read or written by a statement that is built once for its table: what every step of the hot path does.

Django builds each statement anew, which takes longer than PostgreSQL takes to carry it out. Values are made by the
model's own fields. For plain fields alone: one that needs a placeholder of its own, such as an array, is not written.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from courtcase.reading import connection_read

if TYPE_CHECKING:
    Field = models.Field[Any, Any]

Row = TypeVar("Row", bound=models.Model)


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


def this_connection() -> BaseDatabaseWrapper:
    """Return the connection itself: fields ask it so often that its stand-in, `connection`, costs more than they do."""
    return connections[DEFAULT_DB_ALIAS]


def value_of(field: Field, row: models.Model, using: BaseDatabaseWrapper) -> Any:
    """Return what is written in a field's column for `row`."""
    return field.get_db_prep_save(field.pre_save(row, add=True), using)


def values_of(row: models.Model, given: dict[str, Any] | None = None) -> list[Any]:
    """Return what an INSERT writes for `row`, in the order of its columns; `given` stands in for some (by attribute)."""
    instead, using = given or {}, this_connection()
    fields = written_fields(type(row))
    return [instead[one.attname] if one.attname in instead else value_of(one, row, using) for one in fields]


def stored(row: models.Model, key: Any) -> None:
    """Note on the object that it stands in the database under `key`."""
    row.pk = key
    row._state.adding, row._state.db = False, connection.alias


def insert(row: models.Model) -> None:
    """Insert the row as it stands and set the key the database gave it."""
    insert_or_conflict(row, "")


def insert_unless_there(row: models.Model) -> bool:
    """Insert the row, or say False where a unique key of it stands there already, which then is not changed.

    A twin that another transaction has written and not committed is waited for.
    """
    return insert_or_conflict(row, " ON CONFLICT DO NOTHING")


def insert_or_conflict(row: models.Model, conflict: str) -> bool:
    """Insert the row with an ON CONFLICT clause or none; say whether it was written, and set its key."""
    key = quoted(str(row._meta.pk.column))
    with this_connection().cursor() as cursor:
        cursor.execute(f"{insert_statement(type(row))}{conflict} RETURNING {key}", values_of(row))
        found = cursor.fetchone()
    if found is None:
        return False
    stored(row, found[0])
    return True


def insert_all_unless_there(many: Sequence[models.Model]) -> None:
    """Insert rows of one table in one statement, but those of which a unique key stands there already; sets no keys."""
    if not many:
        return
    head, one = insert_statement(type(many[0])).split(" VALUES ")
    with this_connection().cursor() as cursor:
        every = ", ".join([one] * len(many))
        cursor.execute(
            f"{head} VALUES {every} ON CONFLICT DO NOTHING", [value for row in many for value in values_of(row)]
        )


def update(row: models.Model, names: Sequence[str]) -> bool:
    """Write the named fields of a row that is there; say whether it was."""
    return update_where(row, names, key=row._meta.pk.name)


def update_where(row: models.Model, names: Sequence[str], *, key: str) -> bool:
    """Write the named fields of the row found by the value its field `key` has; say whether there was one."""
    statement, fields = update_statement(type(row), tuple(names), key)
    using = this_connection()
    with using.cursor() as cursor:
        cursor.execute(statement, [value_of(field, row, using) for field in fields])
        return bool(cursor.rowcount)


@functools.cache
def update_statement(model: type[models.Model], names: tuple[str, ...], key: str) -> tuple[str, tuple[Field, ...]]:
    """Return the UPDATE of the named fields where the field `key` has a value, and the fields in their order, `key` last."""
    *wanted, found = fields = tuple(cast("Field", model._meta.get_field(name)) for name in (*names, key))
    settings = ", ".join(f"{quoted(str(field.column))} = %s" for field in wanted)
    table = quoted(model._meta.db_table)
    return f"UPDATE {table} SET {settings} WHERE {quoted(str(found.column))} = %s", fields  # noqa: S608 - names of our own


def update_all(model: type[models.Model], values: dict[str, Any], where: str, parameters: Sequence[Any]) -> int:
    """Write `values` (by field) in every row of `model` that `where` (SQL: a condition) finds; return how many there were."""
    fields: list[Field] = [model._meta.get_field(name) for name in values]  # type: ignore[misc]
    settings = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    using = this_connection()
    written = [field.get_db_prep_save(value, using) for field, value in zip(fields, values.values(), strict=True)]
    with this_connection().cursor() as cursor:
        cursor.execute(f"UPDATE {quoted(model._meta.db_table)} SET {settings} WHERE {where}", [*written, *parameters])  # noqa: S608
        return int(cursor.rowcount)


class Part(NamedTuple):
    """The columns of one table within a row that was read: whose they are, and how each is made a value of Python.

    `name` is the foreign key that leads to it, by way of others (`rule__ladder`), `table` what the statement calls its table.
    """

    name: str
    table: str
    model: type[models.Model]
    attributes: tuple[str, ...]
    converters: tuple[tuple[int, Callable[..., Any], Any], ...]


Computed = tuple[tuple[str, str], ...]


class Reading(NamedTuple):
    """A SELECT up to its WHERE, and the parts of its rows: the row itself, then those related to it, then what is computed."""

    statement: str
    parts: tuple[Part, ...]
    computed: tuple[str, ...]


@functools.cache
def reading(model: type[models.Model], related: tuple[str, ...], computed: Computed) -> Reading:
    """Return how a row of `model` is read together with the rows its foreign keys `related` point at, each after its way."""
    parts, joins = {"": part_of("", model._meta.db_table, model)}, ""
    optional: set[str] = set()
    for name in related:
        way, _mark, last = name.rpartition("__")
        holder, key = parts[way], cast(Any, parts[way].model._meta.get_field(last))
        other = key.related_model
        taken = {part.table for part in parts.values()}
        table = other._meta.db_table if other._meta.db_table not in taken else name
        if key.null or way in optional:
            optional.add(name)
        parts[name] = part_of(name, table, other)
        here, there = (
            f"{quoted(holder.table)}.{quoted(key.column)}",
            f"{quoted(table)}.{quoted(key.target_field.column)}",
        )
        kind = "LEFT JOIN" if name in optional else "JOIN"
        joins += f" {kind} {quoted(other._meta.db_table)} {quoted(table)} ON {here} = {there}"
    columns = ", ".join(
        [
            f"{quoted(part.table)}.{quoted(str(field.column))}"
            for part in parts.values()
            for field in part.model._meta.concrete_fields
        ]
        + [expression for _name, expression in computed]
    )
    statement = f"SELECT {columns} FROM {quoted(model._meta.db_table)}{joins} WHERE "  # noqa: S608 - names of our own
    return Reading(statement, tuple(parts.values()), tuple(name for name, _expression in computed))


def part_of(name: str, table: str, model: type[models.Model]) -> Part:
    """Return the part of a row that is read of `model`, under the name of its table in the statement."""
    fields = model._meta.concrete_fields
    converters = [
        (position, convert, field) for position, field in enumerate(fields) for convert in from_database(field)
    ]
    return Part(name, table, model, tuple(field.attname for field in fields), tuple(converters))


def from_database(field: Any) -> list[Callable[..., Any]]:
    """Return what makes a value of the database the field's value of Python, where it needs that."""
    return list(field.get_db_converters(connection))


def made(part: Part, values: Sequence[Any]) -> models.Model | None:
    """Return the object that a part of a row is; None where no row is related."""
    if values[part.attributes.index(str(part.model._meta.pk.attname))] is None:
        return None
    plain, using = list(values), connection_read()
    for position, convert, field in part.converters:
        plain[position] = convert(plain[position], field, using)
    return part.model.from_db(using.alias, part.attributes, plain)


def read(
    model: type[Row],
    where: str,
    parameters: Sequence[Any],
    *,
    related: tuple[str, ...] = (),
    computed: Computed = (),
) -> Row | None:
    """Return the first row of `model` that `where` (SQL: a condition and what may follow it) finds, or None.

    The rows its foreign keys `related` point at are read with it as `select_related` does; one further away (`rule__ladder`)
    after the one it is reached by (`rule`). A table that is read twice has the name of its foreign key the second time.
    What is `computed` (by attribute: an expression of SQL) is set on the object; its parameters come before those of `where`.
    """
    how = reading(model, related, computed)
    with connection_read().cursor() as cursor:
        cursor.execute(how.statement + where, parameters)
        found = cursor.fetchone()
    return None if found is None else cast(Row, with_related(how, found))


def read_all(model: type[Row], where: str, parameters: Sequence[Any], *, related: tuple[str, ...] = ()) -> list[Row]:
    """Return every row that `where` finds, as `read` does the first."""
    how = reading(model, related, ())
    with connection_read().cursor() as cursor:
        cursor.execute(how.statement + where, parameters)
        return [cast(Row, with_related(how, found)) for found in cursor.fetchall()]


def with_related(how: Reading, found: Sequence[Any]) -> models.Model | None:
    """Return the object that a row of the database is, the objects it points at set on it."""
    objects: dict[str, models.Model | None] = {}
    start = 0
    for part in how.parts:
        objects[part.name] = one = made(part, found[start : start + len(part.attributes)])
        start += len(part.attributes)
        way, _mark, last = part.name.rpartition("__")
        if last and objects[way] is not None:
            setattr(objects[way], last, one)
    for name, value in zip(how.computed, found[start:], strict=True):
        setattr(objects[""], name, value)
    return objects[""]
