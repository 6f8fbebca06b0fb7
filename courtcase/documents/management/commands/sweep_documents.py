"""`manage.py sweep_documents`: remove stored files that belong to no row. The schedule does the same once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courtcase.documents.operations import sweep_orphans
from courtcase.people.actors import Actor


class Command(BaseCommand):
    """Sweep once and say what was removed."""

    help = "Remove stored files without a row and temporary files, both older than a day."

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Sweep and print three figures."""
        swept = sweep_orphans(actor=Actor.system("sweep_documents"), at=timezone.now())
        self.stdout.write(
            f"{swept.orphans} files without a row and {swept.temporary} temporary files removed; "
            f"{swept.rescans} scans asked for again"
        )
