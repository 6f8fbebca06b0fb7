from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Thin: see courtcase/embedded/serve.py. `manage.py` goes there directly, without loading Django first."""

    help = "Starts PostgreSQL and Redis where none are named, prepares the database, serves, and supervises."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand the command line over as it is."""
        from courtcase.embedded.serve import run

        sys.exit(run(argv[2:]))

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve with the defaults (for `call_command`)."""
        from courtcase.embedded.serve import run

        run([])
