"""Confirm the working calendar from the machine itself, day by day, each under the act that says so."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courtcase.law.models.calendar import CalendarDay, DayCertainty
from courtcase.law.operations import change_calendar_day
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.models import Account


class Command(BaseCommand):
    help = "Lists the coming days off and moved days that nobody has confirmed; with a day, confirms or changes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day, what it is, by which act, and who says so."""
        parser.add_argument("day", nargs="?", type=date.fromisoformat, help="as 2027-03-22; none: list")
        parser.add_argument("kind", nargs="?", choices=["working", "off"])
        parser.add_argument("--source", default="", help="the act that says so, without personal data")
        parser.add_argument("--name", default="", help="the holiday, or why the day was moved; default: as it stands")
        parser.add_argument("--by", default="", help="e-mail of the administrator or secretary who says so")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or change one day. Raises CommandError where something is missing or the operation refuses."""
        if options["day"] is None:
            self.list_unconfirmed()
            return
        if not options["kind"]:
            raise CommandError("Say whether the day is working or off.")
        self.change(options["day"], **{key: options[key] for key in ("kind", "source", "name", "by")})

    def list_unconfirmed(self) -> None:
        """Print each coming day that the Court has not confirmed and that is not what its weekday would make it."""
        coming = CalendarDay.objects.filter(day__gte=court_day(timezone.now()))
        rows = [
            row
            for row in coming.exclude(certainty=DayCertainty.CONFIRMED)
            if row.certainty == DayCertainty.ESTIMATED or row.is_working != (row.day.weekday() < 5)
        ]
        for row in rows:
            kind = "working" if row.is_working else "off"
            self.stdout.write(f"{row.day} {row.day:%a}  {kind:<8} {row.certainty:<10} {row.name}")
        self.stdout.write(f"{len(rows)} to compare with the Government's acts. The calendar ends on {last_day()}.")

    def change(self, day: date, *, kind: str, source: str, name: str, by: str) -> None:
        """Confirm or change a day as the account `by`."""
        account = Account.objects.filter(email=by.strip().lower()).first()
        if account is None:
            raise CommandError("--by must be the e-mail of an account.")
        known = CalendarDay.objects.filter(day=day).first()
        try:
            moved = change_calendar_day(
                day=day,
                is_working=kind == "working",
                name=name or (known.name if known else ""),
                source=source,
                actor=Actor.of(account),
                at=timezone.now(),
            )
        except OperationError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{day} is {kind}. Running terms counted anew: {len(moved)}.")


def last_day() -> str:
    """Return the last day the calendar knows, or a word where it knows none."""
    last = CalendarDay.objects.order_by("-day").first()
    return str(last) if last else "no day at all"
