"""Restore a set into an empty machine."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from courtcase.backup.management.commands.check_backup import named_set
from courtcase.backup.manifest import BackupError, first_line
from courtcase.backup.restoring import Restored, restore
from courtcase.modes import UnsafeMode


class Command(BaseCommand):
    help = "Restores a set into an empty database and documents folder; safe to repeat. See docs/backup.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the set's folder or name."""
        parser.add_argument("set", help="a set's folder, or its name below COURTCASE_BACKUP_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and say what stands now and what comes next. Raises CommandError (exit code 1) with the reason."""
        try:
            restored = restore(folder=named_set(options["set"]).resolve(), say=self.say)
        except (BackupError, UnsafeMode) as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database refused: {first_line(error)}. Mend that and run it again.") from error
        except OSError as error:
            raise CommandError(f"The restore stopped: {error}. Mend that and run it again: it goes on.") from error
        for line in farewell(restored):
            self.say(line)

    def say(self, line: str) -> None:
        """Print a line at once."""
        self.stdout.write(f"  {line}")
        self.stdout.flush()


def farewell(restored: Restored) -> list[str]:
    """Return what the operator reads at the end."""
    manifest, seen = restored.manifest, restored.register
    lines = [
        f"Restored: the database as of {manifest.began_at:%Y-%m-%d %H:%M:%S} UTC, {restored.documents} documents.",
        f"Register: {seen.entries} entries, {seen.waiting} events waiting for the sealer, verified.",
        f"Root: {seen.root.hex()}",
    ]
    if manifest.documents.removed or manifest.documents.lost:
        lines.append(
            f"{manifest.documents.removed} documents had been removed while the set was taken and "
            f"{manifest.documents.lost} were lost before: their rows stand without files (documents.jsonl of the set)."
        )
    lines += [
        "What comes next:",
        "1. Compare with roots kept outside: manage.py verify_register --roots kept.json",
        "2. Start web, worker and beat; /readyz says when all is there. Everybody signs in anew.",
        "3. What was done after the set was taken is gone: docs/backup.md says how to find it again.",
    ]
    if settings.IS_PRODUCTION:
        lines.append("4. Take a backup of this machine: manage.py backup")
    return lines
