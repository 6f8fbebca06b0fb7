"""Give every committed event its place now, without waiting for the next round."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courtcase.register.sealing import seal


class Command(BaseCommand):
    help = "Seals every committed event of the register."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal batch after batch and say how many events got their place."""
        total = 0
        while sealed := seal(at=timezone.now(), thorough=True):
            total += sealed
            self.stdout.write(f"{total} events sealed")
        if not total:
            self.stdout.write("Nothing waited for the sealer.")
