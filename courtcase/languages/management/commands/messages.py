"""Keep the words of three languages: gather, judge, compile."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courtcase.languages import catalogues
from courtcase.languages.extraction import templates_by_room
from courtcase.languages.rooms import LANGUAGES


class Command(BaseCommand):
    help = "Gather the words of the sources into the rooms' catalogues; --check judges them, --compile makes what Django reads."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what the command understands."""
        parser.add_argument(
            "--check", action="store_true", help="change nothing, name every fault, fail if there is one"
        )
        parser.add_argument("--compile", action="store_true", help="write the .mo of every catalogue that is newer")
        parser.add_argument("--force", action="store_true", help="with --compile: write all of them")
        parser.add_argument("--room", action="append", default=[], help="only this room (may be given again)")

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Do one of three things; raises CommandError when the check finds a fault."""
        if options["compile"]:
            written = catalogues.compile_all(force=options["force"])
            self.stdout.write(f"{len(written)} catalogues compiled")
            return
        templates = templates_by_room()
        rooms = options["room"] or list(templates)
        unknown = sorted(set(rooms) - set(templates))
        if unknown:
            raise CommandError(f"No such room: {', '.join(unknown)}")
        if options["check"]:
            self.check_rooms(rooms, templates)
            return
        for room, language in catalogues.rooms_languages(rooms):
            if catalogues.update(room, language, templates[room]):
                self.stdout.write(f"{room}/{language}: updated")

    def check_rooms(self, rooms: list[str], templates: dict[str, Any]) -> None:
        """Write every fault of the rooms, and fail if there is one."""
        found = [
            fault
            for room, language in catalogues.rooms_languages(rooms)
            for fault in catalogues.faults(room, language, templates[room])
        ]
        found += [fault for language in LANGUAGES for fault in catalogues.conflicts(language)]
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} faults in the catalogues")
        self.stdout.write("The catalogues are complete")
