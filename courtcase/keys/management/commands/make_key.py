"""Make a new key: a file for COURTCASE_KEY_FILES or COURTCASE_INDEX_KEY_FILE, or a secret for COURTCASE_SECRET_KEY."""

from __future__ import annotations

import os
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courtcase.keys.files import made

SECRET_BYTES = 48  # 64 signs; 50 are asked for


class Command(BaseCommand):
    help = "Makes a new key in a file of its own, readable by its owner alone. docs/keys.md says how to change to it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and of which kind it is."""
        parser.add_argument("file", type=Path, help="where the new key is to lie")
        parser.add_argument("--secret", action="store_true", help="a secret of signs, for COURTCASE_SECRET_KEY_FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say where it is; never what it is. Raises CommandError where a file stands there, or cannot."""
        path: Path = options["file"]
        if path.exists():
            raise CommandError(f"{path} is there already: no key is ever written over another.")
        try:
            if options["secret"]:
                with open(path, "x", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                    file.write(secrets.token_urlsafe(SECRET_BYTES) + "\n")
            else:
                made(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path} holds a new key. Keep a second copy elsewhere before anything is sealed with it.")
