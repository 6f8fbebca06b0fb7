"""Show the long changes of data, and do one to its end."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from courtcase.long_work.models import Progress
from courtcase.long_work.operations import begin_again, do_next_piece
from courtcase.long_work.queries import standing
from courtcase.long_work.registry import LongWork, works
from courtcase.people.actors import Actor

EVERY = 20


class Command(BaseCommand):
    help = "Shows how far the long changes of data are; NAME does one to its end. May be stopped and started again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of a work, and whether it begins anew."""
        parser.add_argument("name", nargs="?", help="the work to do now; without it, all are listed")
        parser.add_argument("--again", action="store_true", help="begin with the first row, though it was finished")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """List the works, or do pieces of one until nothing is left. Raises CommandError for an unknown name."""
        if not options["name"]:
            self.list_all()
            return
        work = works.get(options["name"])
        if work is None:
            raise CommandError(f"No long work is called {options['name']!r}. There are: {', '.join(sorted(works))}")
        if options["again"]:
            begin_again(name=work.name, actor=Actor.system(work.name), at=timezone.now())
        self.do(work)

    def list_all(self) -> None:
        """Print a line for each work."""
        for one in standing():
            state = "finished" if one.is_finished else "goes on" if one.row else "not begun"
            failed = f", {one.failed} could not be done" if one.failed else ""
            error = f", stopped by {one.error}" if one.error else ""
            self.stdout.write(f"{one.work.name:<28} {state:<10} {one.looked_at} of {one.total}{failed}{error}")

    def do(self, work: LongWork) -> None:
        """Do pieces until none is left; say how far it is. Raises CommandError where a piece cannot be done."""
        pieces = 0
        try:
            while do_next_piece(work=work, actor=Actor.system(work.name), at=timezone.now()):
                pieces += 1
                if pieces % EVERY == 0:
                    self.say(work)
        except Exception as error:
            raise CommandError(
                f"Stopped by {type(error).__name__}; what was done stays, and the same command goes on from there."
            ) from error
        self.say(work)
        row = Progress.objects.filter(name=work.name).first()
        if row is not None and row.finished_at is None:
            raise CommandError("Another process is at it now: see manage.py long_work")

    def say(self, work: LongWork) -> None:
        """Print how far a work is."""
        row = Progress.objects.get(name=work.name)
        end = "finished" if row.finished_at else "goes on"
        self.stdout.write(
            f"{work.name}: {row.looked_at} of {max(row.total, row.looked_at)}, {row.failed} failed, {end}"
        )
