from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from petitions.drawing import draw_into, drawn


class Command(BaseCommand):
    help = "Print the table of transitions of a petition; with --readme, put it into the README."

    def add_arguments(self, parser: Any) -> None:
        """Offer --readme."""
        parser.add_argument("--readme", action="store_true", help="write it into README.md between its marks")

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Print, or write and say whether something changed."""
        if not options["readme"]:
            self.stdout.write(drawn())
            return
        changed = draw_into(settings.BASE_DIR / "README.md")
        self.stdout.write("README.md drawn anew" if changed else "README.md is up to date")
