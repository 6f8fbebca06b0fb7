"""Wrap every data key under the current key-encryption key."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from courtcase.keys.files import UnknownKey, current_key
from courtcase.keys.models import DataKey
from courtcase.keys.operations import SealBroken, rewrap_batch


class Command(BaseCommand):
    help = "Wraps every data key under the first key of COURTCASE_KEY_FILES. May be stopped and started again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the size of one transaction."""
        parser.add_argument("--batch", type=int, default=500, help="How many keys one transaction wraps (500).")

    def handle(self, *args: Any, **options: Any) -> None:
        """Wrap batch after batch, say how far it is, and say which older keys are still needed."""
        current = current_key().id
        owed = DataKey.objects.exclude(kek_id=current).count()
        done = 0
        try:
            while wrapped := rewrap_batch(limit=options["batch"]):
                done += wrapped
                self.stdout.write(f"{done} of {owed} data keys wrapped under {current}")
        except (SealBroken, UnknownKey) as error:
            raise CommandError(f"Stopped after {done} of {owed} data keys: {error}. Nothing was lost.") from error
        left = (
            DataKey.objects.exclude(kek_id=current).values_list("kek_id").annotate(rows=Count("pk")).order_by("kek_id")
        )
        for kek_id, rows in left:
            self.stdout.write(f"{rows} data keys still need {kek_id}: run this again")
        if not left:
            self.stdout.write(f"All data keys are wrapped under {current}; older key files may be put away.")
