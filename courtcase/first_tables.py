"""Making the tables of an empty database quickly: the same migrations, without modelling the neighbours anew each time.

For each of some seven hundred operations Django renders the changed model and every model tied to it, which is nine tenths
of the time a first start takes. Those neighbours matter where a key that others point at is renamed or changes its type,
and where a migration asks the models for rows. In an empty database there is no row, and a test compares its tables with
those Django makes the long way (tests/embedded/test_first_tables.py). A database that has tables is migrated the long way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


def migrate() -> None:
    """Apply every migration that is not applied yet, as the default connection's role; quickly when none is."""
    if MigrationRecorder(connection).applied_migrations():
        call_command("migrate", interactive=False, verbosity=0)
        return
    with neighbours_left_alone():
        call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def neighbours_left_alone() -> Iterator[None]:
    """Let a change of one model render that model alone; a migration with Python in it still gets all of them, true."""

    def reload_models(state: Any, models: Iterable[tuple[str, str]], delay: bool = True) -> None:
        if "apps" in state.__dict__:
            state.is_delayed = True  # RunPython, seeing this, has every model rendered from its state
            state._reload(set(models))

    def reload_model(state: Any, app_label: str, model_name: str, delay: bool = False) -> None:
        reload_models(state, {(app_label, model_name)})

    patched: Any = ProjectState
    kept = patched.reload_model, patched.reload_models
    patched.reload_model, patched.reload_models = reload_model, reload_models
    try:
        yield
    finally:
        patched.reload_model, patched.reload_models = kept
