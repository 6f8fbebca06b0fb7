"""Read a set through and say whether a restore could trust it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courtcase.backup.checking import check_set, write_check
from courtcase.backup.manifest import BackupError
from courtcase.backup.programs import MissingPrograms
from courtcase.backup.queries import newest_set
from courtcase.backup.sets import backup_dir


class Command(BaseCommand):
    help = "Reads every byte of a set, the newest when none is named, and exits with 1 when it is not whole."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the set's folder or name."""
        parser.add_argument("set", nargs="?", help="a set's folder, or its name below COURTCASE_BACKUP_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and remember the answer beside the set. Raises CommandError (exit code 1) that names what is wrong."""
        folder = named_set(options["set"]) if options["set"] else newest_folder()
        try:
            manifest = check_set(folder)
        except MissingPrograms as error:
            raise CommandError(str(error)) from error
        except BackupError as error:
            if folder.is_dir():
                write_check(folder, whole=False, at=timezone.now())
            raise CommandError(str(error)) from error
        write_check(folder, whole=True, at=timezone.now())
        self.stdout.write(
            f"{folder} is whole: {sum(manifest.rows.values())} rows, {manifest.documents.count} documents, "
            f"finished {manifest.finished_at:%Y-%m-%d %H:%M} UTC"
        )


def named_set(word: str) -> Path:
    """Return the folder that a word on the command line means: a path, or a name below the folder of all sets."""
    path = Path(word)
    return path if path.exists() or (len(path.parts) > 1) else backup_dir() / word


def newest_folder() -> Path:
    """Return the newest set's folder. Raises CommandError where there is none."""
    newest = newest_set()
    if newest is None:
        raise CommandError(f"There is no whole set in {backup_dir()}. Take one: manage.py backup")
    return newest.path
