from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from rulings.demo.last_year import tell_last_year
from rulings.demo.message import DemoRefused, give_out, is_made_up
from rulings.message.operations.draft_message import draft_message
from rulings.models import RulingState


class Command(BaseCommand):
    """Thin: see rulings/message/ and docs/message.md."""

    help = "Drafts the annual Message about a year; in a demonstration it is adopted, published and printed as well."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("year", type=int, help="the year it is about")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draft, and say where the draft or the page stands. Raises CommandError where the year's figures do not stand."""
        at = timezone.now()
        try:
            if is_made_up():
                tell_last_year(year=options["year"], at=at)
            ruling = draft_message(year=options["year"], actor=Actor.system("message"), at=at, synthetic=is_made_up())
            ruling = give_out(ruling, at=at)
        except DemoRefused:
            self.stdout.write(f"Drafted: /kk/desk/rulings/{ruling.public_id}/texts/")
        except OperationError as error:
            raise CommandError(str(error)) from error
        else:
            name = "Published" if ruling.state == RulingState.PUBLISHED else "Signed"
            self.stdout.write(f"{name}: /kk{ruling.public_path} /ru{ruling.public_path} /en{ruling.public_path}")
