"""Write the table of personal data into its page of the documentation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from petitions.keeping.table import markdown

PAGE = Path(__file__).resolve().parents[3] / "docs" / "personal-data.md"
BEGIN, END = "<!-- the table of kinds -->\n", "<!-- end of the table -->\n"


class Command(BaseCommand):
    help = "Writes the table of kinds of personal data, as it is shipped, into docs/personal-data.md."

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace what stands between the two marks."""
        text = PAGE.read_text(encoding="utf-8")
        with override("en"):
            table = markdown()
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        PAGE.write_text(before + BEGIN + table + END + after, encoding="utf-8")
        self.stdout.write(f"The table is written into {PAGE.name}.")
