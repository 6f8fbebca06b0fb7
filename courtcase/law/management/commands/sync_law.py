from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courtcase.law.sync.run import sync_law
from courtcase.people.actors import Actor


class Command(BaseCommand):
    help = "Bring the rows of law into step with courtcase/law/data. Safe to run again."

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Run the operation and print what it did."""
        report = sync_law(actor=Actor.system("sync_law"), at=timezone.now())
        for line in report.lines():
            self.stdout.write(line)
