"""Name an administrator from the machine itself: in a new installation there is nobody who could do so on a page."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.operations import grant_role, register_account
from courtcase.people.roles import Role


class Command(BaseCommand):
    help = "Makes the account with this e-mail an administrator, and the account itself where there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who it is and by which order."""
        parser.add_argument("email")
        parser.add_argument("full_name", help="used where the account is new")
        parser.add_argument("--order", required=True, help="the order that says so, without personal data")
        parser.add_argument("--language", default="kk", choices=["kk", "ru", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how the administrator gets in. Raises CommandError where an operation refuses."""
        email = options["email"].strip().lower()
        try:
            validate_email(email)
            with transaction.atomic():
                self.name(email, **{key: options[key] for key in ("full_name", "language", "order")})
        except ValidationError as error:
            raise CommandError("This is no e-mail address.") from error
        except OperationError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write("Named. A new account has no password yet: ask for one under “Forgot your password?”.")

    def name(self, email: str, *, full_name: str, language: str, order: str) -> None:
        """Grant the role to the account of `email`, registering it first where there is none."""
        actor, at = Actor.system("name_administrator"), timezone.now()
        account = Account.objects.filter(email=email).first() or register_account(
            email=email, full_name=full_name, language=language, role=None, actor=actor, at=at
        )
        grant_role(account=account, role=Role.ADMINISTRATOR, reason=order, actor=actor, at=at)
