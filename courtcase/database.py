"""The two database roles: an owner that migrates, an application role that can only add to the record."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, transaction


def append_only_tables() -> list[str]:
    """Return the tables of models that declare `append_only = True`: rows are added, never changed or removed."""
    return sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))


def grant_application_role(*, role: str) -> None:
    """Give `role` what the application needs and no more: SELECT and INSERT alone on append-only tables.

    Run as the owner after every migration, while the application may be serving: in one transaction, so that there is no
    moment at which it could change what is only ever added. Raises django.db.Error when the role does not exist.
    """
    quoted = connection.ops.quote_name(role)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        for table in append_only_tables():
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {quoted}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {quoted}")
