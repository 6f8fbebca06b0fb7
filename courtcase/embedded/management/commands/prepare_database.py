from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courtcase.modes import UnsafeMode
from courtcase.preparation import prepare_database


class Command(BaseCommand):
    """Thin: see courtcase/preparation.py."""

    help = "Migrates as the owner, grants the application role its rights, loads the law's rows, remembers the mode."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the database. Raises CommandError when it is another mode's."""
        try:
            prepare_database()
        except UnsafeMode as error:
            raise CommandError(str(error)) from error
