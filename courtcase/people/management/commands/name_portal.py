"""Note that an institution keeps a portal by which citizens file."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from courtcase.operations import WrongState
from courtcase.people.actors import Actor
from courtcase.people.operations import name_as_portal
from courtcase.people.queries import institution_with_bin


class Command(BaseCommand):
    help = "Let the programs of the institution with this BIN file petitions for citizens, as a portal does."

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept the institution's BIN."""
        parser.add_argument("bin", help="business identification number of the institution that keeps the portal")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Note it, or say why not."""
        institution = institution_with_bin(options["bin"])
        if institution is None:
            raise CommandError("No institution has this BIN.")
        try:
            name_as_portal(institution=institution, actor=Actor.system("name_portal"), at=timezone.now())
        except WrongState as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{institution.name_en}: programs its head lets in from now on file for citizens.")
