"""Restore the newest set into a throwaway place, and say whether it would have served."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courtcase.backup.drill import drill, record_drill
from courtcase.backup.management.commands.check_backup import named_set, newest_folder
from courtcase.backup.manifest import BackupError
from courtcase.people.actors import Actor


class Command(BaseCommand):
    help = "Restores a set on trial into a database and a folder of its own, which are removed again; writes a report."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the set, and a database to use where the owner may make none."""
        parser.add_argument("set", nargs="?", help="a set's folder or name; the newest one where none is named")
        parser.add_argument("--database", default="", help="the owner's address of an empty database to restore into")

    def handle(self, *args: Any, **options: Any) -> None:
        """Try, report, and record. Raises CommandError (exit code 1) where the set would not have served."""
        folder = named_set(options["set"]) if options["set"] else newest_folder()
        at = timezone.now()
        try:
            report = drill(folder=folder, owner_url=options["database"], at=at)
        except BackupError as error:
            raise CommandError(str(error)) from error
        record_drill(report=report, actor=Actor.system("restore_drill"), at=at)
        if not report.whole:
            raise CommandError(f"{report.set} could NOT be restored:\n{report.said}")
        self.stdout.write(
            f"{report.set} was restored in {report.seconds} s: {report.rows} rows, {report.documents} documents, "
            f"register of {report.register_entries} entries, root {report.register_root}"
        )
        if report.running_register_leads_there is not True:
            raise CommandError(
                "The running register does NOT lead to the root of this set: it was rewritten or cut short."
            )
        self.stdout.write("The running register still leads to that root. The throwaway place is gone again.")
