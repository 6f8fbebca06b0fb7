"""Check the whole record and name the first broken link."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courtcase.register.stamps import StampRefused, check_stored, read, root_beneath, stamped_at
from courtcase.register.verification import BrokenRegister, verify
from courtcase.register.verify_receipt import NotAReceipt
from courtcase.register.witness import Contradiction, kept_roots


class Command(BaseCommand):
    help = (
        "Checks every event, entry, node, root and time stamp of the register, and against what witnesses kept; "
        "names the first broken link and exits with 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what people outside the Court kept."""
        parser.add_argument("--roots", type=Path, help="A roots.json kept earlier: the register must still lead to it.")
        parser.add_argument(
            "--witness", type=Path, action="append", default=[], help="An e-mail to a witness, or a receipt, likewise."
        )
        parser.add_argument(
            "--stamp", type=Path, action="append", default=[], help="A time stamp of a day's root, .tsr, likewise."
        )
        parser.add_argument(
            "--stamp-ca", default=settings.TIMESTAMP_CERTIFICATES, help="Certificates of its authority, PEM."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and say what was seen; raises CommandError (exit code 1) at the first broken link."""
        files = [*options["witness"], *([options["roots"]] if options["roots"] else [])]
        published = roots_kept_in(files)
        began = time.monotonic()
        try:
            seen = verify(published=published)
            stamps = check_stored()
        except (BrokenRegister, StampRefused) as broken:
            raise CommandError(f"The register is broken at {broken}") from broken
        for path in options["stamp"]:
            self.stdout.write(said_of_stamp(path, options["stamp_ca"]))
        self.stdout.write(
            f"The register is whole: {seen.entries} entries, {seen.waiting} events waiting for the sealer, "
            f"{seen.roots} roots, {stamps} stamps; root {seen.root.hex()}; {time.monotonic() - began:.1f} s"
        )


def roots_kept_in(files: list[Path]) -> dict[date, tuple[int, bytes]]:
    """Return day, size and hash of the roots that files tell; raises CommandError where one tells none or two differ."""
    read_files = []
    for path in files:
        try:
            read_files.append(path.read_bytes())
            kept_roots(read_files[-1:])
        except (OSError, NotAReceipt) as error:
            raise CommandError(f"{path} is not a copy of the published roots: {type(error).__name__}") from error
    try:
        return kept_roots(read_files)
    except Contradiction as error:
        raise CommandError(f"What the witnesses keep contradicts itself: {error}") from error


def said_of_stamp(path: Path, trusted: str) -> str:
    """Return what a kept stamp shows of the register; raises CommandError where it is false, or on no root that is left."""
    try:
        response = path.read_bytes()
        imprint = bytes(read(response).tst_info.message_imprint.message)
        at = stamped_at(response, imprint=imprint, trusted=trusted)
        root = root_beneath(response)
    except (OSError, StampRefused) as error:
        raise CommandError(f"{path} is no time stamp that can be trusted: {error}") from error
    if root is None:
        raise CommandError(
            f"The register was rewritten: {path} stamped at {at:%Y-%m-%d %H:%M:%S} UTC a root it has no more"
        )
    return f"{path}: the root of {root.day} was stamped at {at:%Y-%m-%d %H:%M:%S} UTC"
