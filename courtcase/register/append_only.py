"""Triggers that keep rows as they were written, even from the owner of the database."""

from __future__ import annotations

import pgtrigger


def append_only_triggers() -> list[pgtrigger.Trigger]:
    """Return the triggers for a model whose rows are added and never changed, for its `Meta.triggers`.

    They are the second line: the first is that the application role has no right to change the rows
    (the model declares `append_only = True`). TRUNCATE is refused too, so Django's `flush` fails on such tables.
    """
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="append_only_truncate",
            operation=pgtrigger.Truncate,
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
        ),
    ]
