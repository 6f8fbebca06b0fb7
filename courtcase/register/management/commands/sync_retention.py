"""Load how long things are kept."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from courtcase.register.retention import sync_retention


class Command(BaseCommand):
    help = "Loads the retention classes from courtcase/register/data/retention.csv; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many."""
        self.stdout.write(f"{sync_retention()} retention classes")
