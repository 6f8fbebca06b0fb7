"""A step of a schema migration that needs a long change of data to be finished before it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.db.migrations.operations.base import Operation


class NeedsFinished(Operation):
    """Let a migration go on only where the work called `name` was finished at `version`, or nothing was ever to be done.

    Place it before the operation that needs it (a NOT NULL, a constraint, a dropped column). `unless_empty` names a table:
    where it holds no row there was nothing to do, as on an empty machine.
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, name: str, version: str, *, unless_empty: str) -> None:
        self.name, self.version, self.unless_empty = name, version, unless_empty

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how it is written in a migration."""
        return type(self).__name__, [self.name, self.version], {"unless_empty": self.unless_empty}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Say what is missing, in words, as an error of a command. Raises CommandError; nothing of the migration stays."""
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {schema_editor.quote_name(self.unless_empty)})")  # noqa: S608
            if not cursor.fetchone()[0]:
                return
            cursor.execute("SELECT finished_version FROM long_work_progress WHERE name = %s", [self.name])
            found = cursor.fetchone()
        if found is None or found[0] != self.version:
            raise CommandError(
                f"This release needs the long change of data “{self.name}” to be finished first (version {self.version}; "
                f"finished so far: {(found and found[0]) or 'none'}). Nothing was changed. With the release before, let "
                f"the workers finish it, or run: manage.py long_work {self.name}; then migrate again."
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Do nothing: going back needs nothing."""

    def describe(self) -> str:
        """Return what stands in the list of a migration's steps."""
        return f"Needs the long change of data {self.name} {self.version}"
