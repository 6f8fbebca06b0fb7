"""Take in the petitions of a portal that exchanges files because it cannot call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from courtcase.people.actors import Actor
from courtcase.people.models import Account, ApiScope, Institution
from courtcase.people.queries import institution_with_bin, live_tokens
from petitions.exchange.answers import AnswersRefused
from petitions.exchange.importing import import_file
from petitions.exchange.reading import UnreadableFile


class Command(BaseCommand):
    help = "File the citizens' petitions of a portal's file, and write an answer to each of its lines (docs/api.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept the portal's BIN, its file, and where the answers go."""
        parser.add_argument("bin", help="business identification number of the institution that keeps the portal")
        parser.add_argument("file", type=Path, help="JSON lines, or a zip with petitions.jsonl and the files it names")
        parser.add_argument("answers", type=Path, help="new file for the answers; a run that broke off goes on in it")
        parser.add_argument(
            "--program", default="", help="name of the portal's program, where it has several that submit"
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Take the file in, say each outcome, and how many there were. An error leaves what was taken, and says so."""
        portal = institution_with_bin(options["bin"])
        if portal is None or not portal.is_portal:
            raise CommandError("No portal has this BIN. Name it first: name_portal.")
        program = program_of(portal, options["program"])
        try:
            counts = import_file(
                portal=portal,
                path=options["file"],
                answers=options["answers"],
                actor=Actor.of(program),
                told=lambda answer: self.stdout.write(f"line {answer['line']}: {answer['outcome']}"),
            )
        except (UnreadableFile, AnswersRefused) as error:
            raise CommandError(f"{error}.") from error
        except OSError as error:
            raise CommandError(
                f"{error.filename or options['file']}: {error.strerror}. Run it again to go on."
            ) from error
        self.stdout.write(", ".join(f"{count} {outcome}" for outcome, count in counts.items()))


def program_of(portal: Institution, name: str) -> Account:
    """Return the program of a portal that its head lets submit, the one called `name` where there are several.

    Raises CommandError: what the head let in nobody to do is not done.
    """
    wanted = [ApiScope.DRAFT, ApiScope.SUBMIT]
    tokens = live_tokens(portal, timezone.now()).filter(scopes__contains=wanted, account__is_active=True)
    programs = {token.account_id: token.account for token in tokens if name in ("", token.account.full_name)}
    if not programs:
        raise CommandError("The head of the institution let in no such program that drafts and submits.")
    if len(programs) > 1:
        raise CommandError("Several programs submit for this portal. Say which: --program NAME.")
    return next(iter(programs.values()))
