"""Take one consistent set of everything, while the application goes on."""

from __future__ import annotations

import signal
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from courtcase.backup.manifest import BackupError, first_line
from courtcase.backup.sets import bytes_of, prune_outlived
from courtcase.backup.taking import in_megabytes, take_backup
from courtcase.law.keeping import over_before


class Command(BaseCommand):
    help = "Takes database, documents, list of keys and register root as one consistent set. See docs/backup.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--keep", type=int, metavar="N", help="afterwards remove whole sets beyond the N newest")
        parser.add_argument(
            "--by-table",
            action="store_true",
            help="afterwards remove sets older than the table of personal data allows (kind: backup); the newest stays",
        )
        parser.add_argument(
            "--full", action="store_true", help="read each document from the storage, those of the set before too"
        )
        parser.add_argument(
            "--accept-losses", action="store_true", help="take the set even where the storage has lost documents"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the set and say where it is and what it holds. Raises CommandError (exit code 1) with the reason."""
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("Keep at least one set: --keep 1.")
        began = time.monotonic()
        try:
            with stopped_cleanly():
                chosen = {name: options[name] for name in ("keep", "accept_losses", "full")}
                taken = take_backup(at=timezone.now(), **chosen)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database refused: {first_line(error)}. No set was taken.") from error
        manifest, documents = taken.manifest, taken.manifest.documents
        self.stdout.write(
            f"{taken.path}\n  whole and read back: {in_megabytes(bytes_of(manifest))} in {time.monotonic() - began:.1f} s"
        )
        self.stdout.write(
            f"  {sum(manifest.rows.values())} rows in {len(manifest.rows)} tables, {documents.count} documents"
        )
        if taken.linked:
            self.stdout.write(f"  {taken.linked} of the documents are those of the set before and take no room again")
        if documents.removed:
            self.stdout.write(f"  {documents.removed} documents were removed lawfully while the set was taken")
        if documents.lost:
            self.stdout.write(f"  {documents.lost} DOCUMENTS ARE LOST: they are listed in documents.jsonl")
        self.stdout.write(f"  register: {manifest.register.entries} entries, root {manifest.register.root}")
        self.stdout.write(f"  {manifest.keys.note}")
        self.stdout.write(
            f"  keys needed: {', '.join(manifest.keys.key_encryption_keys) or 'none yet'} and the index key"
        )
        before = over_before("backup", timezone.now()) if options["by_table"] else None
        if options["by_table"] and before is None:
            self.stdout.write("  no period of keeping is confirmed for backups: none was removed for its age")
        aged = prune_outlived(before=before, mode=settings.MODE) if before is not None else []
        for name in [*taken.pruned, *aged]:
            self.stdout.write(f"  removed the older set {name}")


@contextmanager
def stopped_cleanly() -> Iterator[None]:
    """Turn SIGTERM within the block into an exception, so that what was begun is removed on the way out."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
