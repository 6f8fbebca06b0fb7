"""Many rows at once, by PostgreSQL's COPY: the same columns and values as Django would insert, without its statements."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from io import StringIO
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models

NULL = r"\N"
ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def as_text(value: str) -> str:
    """Return a text as COPY reads it."""
    return value if value.isprintable() and "\\" not in value else value.translate(ESCAPES)


def as_bytes(value: bytes | memoryview) -> str:
    """Return bytes as COPY reads them."""
    return rf"\\x{value.hex()}"


def as_moment(value: date | datetime) -> str:
    """Return a day, or an aware instant, as COPY reads it."""
    return value.isoformat()


def as_json(value: Any) -> str:
    """Return a JSON value as COPY reads it."""
    return json.dumps(value).translate(ESCAPES)


BY_TYPE: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: NULL,
    bool: lambda value: "t" if value else "f",
    int: str,
    str: as_text,
    bytes: as_bytes,
    memoryview: as_bytes,
    datetime: as_moment,
    date: as_moment,
    UUID: str,
}


def as_value(value: Any) -> str:
    """Return a plain value as COPY reads it. Raises TypeError for one we never write."""
    encode = BY_TYPE.get(type(value))
    if encode is not None:
        return encode(value)
    if isinstance(value, str):  # a choice
        return as_text(str(value))
    raise TypeError(f"COPY is not told how to write a {type(value).__name__}")


@functools.cache
def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of the model's columns."""
    return tuple(str(field.column) for field in model._meta.concrete_fields)


@functools.cache
def line_of(model: type[models.Model]) -> Callable[[models.Model], str]:
    """Return the function that writes a row of `model` as one line of COPY."""
    fields = model._meta.concrete_fields
    values = attrgetter(*(field.attname for field in fields))
    encoders = [as_json if isinstance(field, models.JSONField) else as_value for field in fields]

    def line(row: models.Model) -> str:
        return "\t".join([encode(value) for encode, value in zip(encoders, values(row), strict=True)])

    return line


def copy_rows(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Write unsaved rows of `model`, ids included, in one COPY."""
    copy_lines(model, columns_of(model), map(line_of(model), rows))


def copy_lines(model: type[models.Model], columns: Sequence[str], lines: Iterable[str]) -> None:
    """Write lines (values with tabs between them) into `columns` of the model's table, in one COPY."""
    quote = connection.ops.quote_name
    named = ", ".join(quote(column) for column in columns)
    text = StringIO()
    for line in lines:
        text.write(line)
        text.write("\n")
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({named}) FROM STDIN", text)
