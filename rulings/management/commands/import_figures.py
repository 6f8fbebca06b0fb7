from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from rulings.statistics.importing import FileRefused
from rulings.statistics.operations.import_figures import import_figures


class Command(BaseCommand):
    """Thin: see rulings/statistics/operations/import_figures.py and docs/statistics.md."""

    help = "Brings over the figures of earlier registers from a CSV: year,figure,cell,value,source."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="the CSV, in UTF-8")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say which years. Raises CommandError where the file cannot be brought over."""
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as file:
                years = import_figures(file=file, actor=Actor.system("import_figures"), at=timezone.now())
        except (FileRefused, OperationError, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Brought over: " + ", ".join(str(one.year) for one in years))
