from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from rulings.statistics.counting import years_here
from rulings.statistics.operations.keep_year import keep_year, keep_years


class Command(BaseCommand):
    """Thin: see rulings/statistics/operations/keep_year.py and docs/statistics.md."""

    help = "Counts the public figures as the night's task does; with --year, one year anew, even one that stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--year", type=int, help="count this year anew, though its tables stand")
        parser.add_argument("--all", action="store_true", help="count every year anew, though its tables stand")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and say which years. Raises CommandError where a year was brought over from an earlier register."""
        actor, at = Actor.system("count_figures"), timezone.now()
        wanted = [options["year"]] if options["year"] else list(years_here(at)) if options["all"] else None
        try:
            for year in wanted or ():
                keep_year(year=year, actor=actor, at=at)
        except OperationError as error:
            raise CommandError(str(error)) from error
        counted = keep_years(actor=actor, at=at) if wanted is None else wanted
        self.stdout.write("Counted: " + (", ".join(map(str, counted)) or "nothing"))
