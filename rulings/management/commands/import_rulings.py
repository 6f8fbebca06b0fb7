from __future__ import annotations

import multiprocessing
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from courtcase.documents.limited import client
from rulings.importing import REFUSED, Became, FolderRefused, Found, found_in, import_all, import_one

SAID_EVERY = 2.0
AT_ONCE = 5


class Command(BaseCommand):
    """Thin: see rulings/importing.py and docs/rulings.md."""

    help = "Takes over published rulings from a folder of Word files (29.kk.docx, 29.ru.docx, rulings.csv). Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", type=Path, help="where the files are")
        parser.add_argument("--source", default="", help="where the rulings were seen, for rows that do not say it")
        parser.add_argument("--processes", type=int, default=2, help="how many work beside each other (default: 2)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import what is not here yet, saying how far it is. Raises CommandError where anything was refused."""
        try:
            found = found_in(options["folder"])
        except FolderRefused as error:
            raise CommandError(str(error)) from error
        began = said = monotonic()
        counts: Counter[str] = Counter()
        norms = unread = 0
        for done, one in enumerate(imported(found, options["source"], options["processes"]), start=1):
            counts[one.what] += 1
            if one.what == REFUSED:
                self.stderr.write(f"  !! {one.number}: {one.why}")
            for words in one.unread:
                self.stdout.write(f"  ?? {one.number}: {words}")
            norms, unread = norms + one.norms, unread + len(one.unread)
            if one.lost:
                self.stdout.write(f"  .. {one.number}: {one.lost} things its files show are not kept; see its texts")
            if monotonic() - said > SAID_EVERY:
                said = monotonic()
                self.stdout.write(f"  .. {done} of {len(found)}, {done / (said - began):.0f} a second")
        told = ", ".join(f"{count} {what}" for what, count in counts.items())
        self.stdout.write(f"  ok {len(found)} rulings in {monotonic() - began:.1f} s: {told}")
        if norms or unread:
            self.stdout.write(
                f"  ok {norms} norms with what was decided on them; {unread} not entered, each named above"
            )
        if counts[REFUSED]:
            raise CommandError(
                f"{counts[REFUSED]} were refused. Put them right and run it again: the others are not touched."
            )


def imported(found: list[Found], source: str, processes: int) -> Iterator[Became]:
    """Yield what became of each ruling; with several processes, in the order in which they are done."""
    at = timezone.now()
    if processes < 2 or len(found) < 2 * AT_ONCE:
        yield from import_all(found, source=source, at=at)
        return
    # The highest number first: the others then find it noted, and wait for no lock.
    yield import_one(found[-1], source=source, at=at)
    connection.close()  # two processes must never share one
    client.stop()
    with multiprocessing.get_context("fork").Pool(processes, initializer=unhurried) as pool:
        yield from pool.imap_unordered(partial(one_of, source=source, at=at), found[:-1], chunksize=AT_ONCE)


def one_of(found: Found, *, source: str, at: datetime) -> Became:
    """Import one ruling in a process of its own."""
    return import_one(found, source=source, at=at)


def unhurried() -> None:
    """Let the commits of a process not wait for the disk: what a power cut loses is imported again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
