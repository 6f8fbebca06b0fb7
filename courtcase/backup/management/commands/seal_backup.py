"""Write a set as one file that only the holder of a private key, who is elsewhere, can open; and open one."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courtcase.backup.encrypting import ENDING, open_set, seal_set
from courtcase.backup.management.commands.check_backup import named_set, newest_folder
from courtcase.backup.manifest import BackupError
from courtcase.backup.sets import backup_dir


class Command(BaseCommand):
    help = "Encrypts a set to public keys (age) for its way elsewhere; with --open, opens such a file to be restored."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the set or the file, the public keys, or where the private key is."""
        parser.add_argument("set", nargs="?", help="a set's folder or name, or with --open the encrypted file")
        parser.add_argument("--to", action="append", default=[], help="a public key, age1…")
        parser.add_argument(
            "--into", type=Path, help="the folder it is written to; that of the sets where none is named"
        )
        parser.add_argument("--open", type=Path, metavar="IDENTITY", help="the file with the private key")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal or open, and say where it is. Raises CommandError (exit code 1) with the reason."""
        into = options["into"] or backup_dir()
        try:
            if options["open"]:
                if not options["set"]:
                    raise CommandError("Name the encrypted file.")
                made = open_set(sealed=named_set(options["set"]), identity=options["open"], into=into)
            else:
                folder = named_set(options["set"]) if options["set"] else newest_folder()
                to = options["to"] or settings.BACKUP_RECIPIENTS
                made = seal_set(folder=folder, to=to, target=into / f"{folder.name}{ENDING}")
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(made))
