"""List what is owed and what was given up, and owe given-up jobs anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count
from django.utils import timezone

from courtcase.notices.models import Job, Notice
from courtcase.notices.wake import wake


class Command(BaseCommand):
    help = "Show owed and failed work by kind; --again KIND owes the failed jobs of a kind anew."

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept the kind whose failed jobs are to be tried again."""
        parser.add_argument("--again", metavar="KIND", help="owe the failed jobs of this kind anew")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Print a line for each kind and state that is not over; owe anew first when asked to."""
        if options["again"]:
            anew = Job.objects.filter(kind=options["again"], state=Job.State.FAILED).update(
                state=Job.State.OWED, attempts=0, next_attempt_at=timezone.now(), settled_at=None
            )
            wake()
            self.stdout.write(f"{anew} jobs of {options['again']} are owed anew")
        over = [Job.State.DONE, Notice.State.SENT, Notice.State.CANCELLED, Notice.State.PRINTED]
        for model, name in ((Job, "kind"), (Notice, "event")):
            rows = model._default_manager.exclude(state__in=over).values_list(name, "state", "last_error")
            for kind, state, error, count in rows.annotate(count=Count("pk")).order_by(name, "state", "last_error"):
                self.stdout.write(f"{count:>8}  {state:<12} {kind}  {error}")
