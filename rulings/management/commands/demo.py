from __future__ import annotations

import os
import secrets
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from courtcase.operations import may_run_again
from courtcase.people.cast import MEMBERS
from courtcase.people.models import Account
from rulings.demo.load import MOST_BY_OPERATIONS, PETITIONS, DemoRefused, load, refuse

TRIES = 5


class Command(BaseCommand):
    """Thin: see rulings/demo/load.py and docs/demo.md."""

    help = "Loads demonstration data: the Court's decisions, three stories, made-up petitions. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--accounts", action="store_true", help="print the accounts and load nothing")
        parser.add_argument("--petitions", type=int, help=f"how many made-up petitions (default: {PETITIONS})")
        parser.add_argument("--today", type=date.fromisoformat, help="legal day to count back from (default: today)")
        parser.add_argument(
            "--way",
            choices=["operations", "bulk"],
            help=f"how petitions are written (default: bulk beyond {MOST_BY_OPERATIONS})",
        )
        parser.add_argument("--open", type=int, help="how many the bulk way leaves in the queue (see docs/demo.md)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the accounts, then load. Raises CommandError where demonstration data have no business."""
        if options["petitions"] is not None and options["petitions"] < 1:
            raise CommandError("Name a number of petitions: at least one.")
        password = os.environ.get("COURTCASE_DEMO_PASSWORD", "")
        known = Account.objects.filter(email=MEMBERS[0].email).exists()
        if not password and not known:
            password = secrets.token_urlsafe(9)
        try:
            refuse()
            self.print_accounts(password)
            if not options["accounts"]:
                self.load_to_its_end(password or secrets.token_urlsafe(24), options)
        except DemoRefused as error:
            raise CommandError(str(error)) from error

    def load_to_its_end(self, password: str, options: dict[str, Any]) -> None:
        """Load, and go on where a load was ended for a deadlock: the worker is at the same petitions from the first minute."""
        for left in reversed(range(TRIES)):
            try:
                load(
                    password=password,
                    count=options["petitions"],
                    today=options["today"],
                    at=timezone.now(),
                    say=self.say,
                    bulk=options["way"] and options["way"] == "bulk",
                    open_count=options["open"],
                )
            except OperationalError as error:
                if not left or not may_run_again(error):
                    raise
                self.say("  .. The worker was at the same petition: the load goes on from there")
            else:
                return

    def say(self, line: str) -> None:
        """Print a line at once."""
        self.stdout.write(line)
        self.stdout.flush()

    def print_accounts(self, password: str) -> None:
        """Print who can sign in, and with what."""
        self.say(f"  Demo accounts, all with the password {password or '(as printed when they were made)'}")
        width = max(len(member.email) for member in MEMBERS)
        for member in MEMBERS:
            if not member.key.startswith("judge") or member.key in {"judge1", "judge2", "judge3"}:
                roles = ", ".join(str(role.value).replace("_", " ") for role in member.roles)
                self.say(f"    {member.email:<{width}}  {roles}")
        self.say("")
