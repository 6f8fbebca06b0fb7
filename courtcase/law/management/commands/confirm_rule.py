"""Confirm a row of law from the machine itself, in the name of the office whose lawyer compared it with the law."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courtcase.law.models import Edition, Ground, KeepingTerm, PetitionerKind, ReceiptRule, Rule, Series, Term
from courtcase.law.models.rules import RuleRow
from courtcase.law.operations import confirm_rule
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.models import Account

KINDS: dict[str, type[RuleRow]] = {
    "edition": Edition,
    "petitioner_kind": PetitionerKind,
    "ground": Ground,
    "term": Term,
    "series": Series,
    "rule": Rule,
    "receipt": ReceiptRule,
    "keeping": KeepingTerm,
}


class Command(BaseCommand):
    help = "Lists the rows of law that nobody has confirmed; with a kind and a row's number, confirms it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the row, the office that confirms it, and who says so."""
        parser.add_argument("kind", nargs="?", choices=sorted(KINDS), help="none: list")
        parser.add_argument("number", nargs="?", type=int, help="number of the row, as the list shows it")
        parser.add_argument("--office", default="", help="office or role that compared it with the law; no name")
        parser.add_argument("--on", type=date.fromisoformat, help="legal day of that (default: today)")
        parser.add_argument("--by", default="", help="e-mail of the account that says so")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or confirm one row. Raises CommandError where something is missing or the operation refuses."""
        if options["kind"] is None:
            for line in unconfirmed():
                self.stdout.write(line)
            return
        if options["number"] is None or not options["office"].strip():
            raise CommandError("Give the number of the row, and --office: who compared it with the law.")
        self.confirm(options)

    def confirm(self, options: dict[str, Any]) -> None:
        """Confirm one row as the account `--by`."""
        account = Account.objects.filter(email=options["by"].strip().lower()).first()
        row = KINDS[options["kind"]]._default_manager.filter(pk=options["number"]).first()
        if account is None or row is None:
            raise CommandError("There is no such row." if account else "--by must be the e-mail of an account.")
        at = timezone.now()
        try:
            confirm_rule(
                row=row,
                confirmed_by=options["office"].strip(),
                on=options["on"] or court_day(at),
                actor=Actor.of(account),
                at=at,
            )
        except OperationError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{options['kind']} {row} is confirmed. From now on it is cited as the law.")


def unconfirmed() -> Iterator[str]:
    """Yield a line for each row that stands and that nobody has confirmed, and how many there are."""
    count = 0
    for kind, model in KINDS.items():
        for row in model._default_manager.filter(superseded_at=None, confirmed_on=None).order_by("pk"):
            count += 1
            yield f"{kind:<16} {row.pk:>4}  {row.code:<32} {row.article or '(no article)'}"
    yield f"{count} to compare with the law. See docs/law.md."
