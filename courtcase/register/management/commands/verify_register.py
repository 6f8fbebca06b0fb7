"""Check the whole record and name the first broken link."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courtcase.register.verification import BrokenRegister, verify


class Command(BaseCommand):
    help = "Checks every event, entry, node and root of the register; names the first broken link and exits with 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a copy of the published roots that somebody kept."""
        parser.add_argument("--roots", type=Path, help="A roots.json kept earlier: the register must still lead to it.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and say what was seen; raises CommandError (exit code 1) at the first broken link."""
        published = kept_roots(options["roots"]) if options["roots"] else {}
        began = time.monotonic()
        try:
            seen = verify(published=published)
        except BrokenRegister as broken:
            raise CommandError(f"The register is broken at {broken}") from broken
        self.stdout.write(
            f"The register is whole: {seen.entries} entries, {seen.waiting} events waiting for the sealer, "
            f"{seen.roots} roots; root {seen.root.hex()}; {time.monotonic() - began:.1f} s"
        )


def kept_roots(path: Path) -> dict[date, tuple[int, bytes]]:
    """Return day, size and hash of the roots in a kept roots.json; raises CommandError for another file."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["roots"]
        return {date.fromisoformat(row["day"]): (int(row["tree_size"]), bytes.fromhex(row["root"])) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} is not a copy of the published roots: {type(error).__name__}") from error
