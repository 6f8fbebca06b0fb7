"""Write what happened to an institution's, or a portal's, petitions into a file, for a program that cannot call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courtcase.people.queries import institution_with_bin
from petitions.changes import BEFORE_THE_FIRST
from petitions.exchange.changes import write_changes


class Command(BaseCommand):
    help = "Write the changes of state of an institution's petitions as JSON lines, as /api/v1/changes/ gives them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept the institution's BIN, the file, and from where."""
        parser.add_argument("bin", help="business identification number of the institution, or of the portal's keeper")
        parser.add_argument("file", type=Path, help="file to write; one that is there is replaced")
        parser.add_argument(
            "--changed-since",
            type=int,
            default=BEFORE_THE_FIRST,
            help="changed_since of the last line of the file before; left out: from the first change there is",
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Write them, and say how many and from where the next file begins."""
        institution = institution_with_bin(options["bin"])
        if institution is None:
            raise CommandError("No institution has this BIN.")
        try:
            count, place = write_changes(
                institution=institution, path=options["file"], after=max(options["changed_since"], BEFORE_THE_FIRST)
            )
        except OSError as error:
            raise CommandError(f"This file cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{count} changes; next time: --changed-since {place}")
