"""Take in one message that came back, from standard input: a mail server's pipe gives it so."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from courtcase.notices.bounces import note_bounce
from courtcase.notices.reports import LONGEST, report_of

TRY_LATER = 75  # EX_TEMPFAIL: the mail server keeps the message and brings it again


class Command(BaseCommand):
    help = "Reads one message from standard input and notes which notice came back; it says nothing of what it found."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address of the envelope, where the mail server gives it."""
        parser.add_argument("--to", default="", help="address the message was delivered to; else its headers are asked")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Note what the message reports; ends with 75 where the database is away."""
        report = report_of(sys.stdin.buffer.read(LONGEST), delivered_to=options["to"])
        if report is None:
            return
        try:
            note_bounce(report=report, at=timezone.now())
        except DatabaseError:
            sys.exit(TRY_LATER)
