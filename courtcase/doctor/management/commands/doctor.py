"""Say in words how the system is, and what to do about what is wrong."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation

from courtcase.doctor.examination import examine
from courtcase.doctor.findings import Finding, State

EXIT_CODES = {State.WELL: 0, State.NOT_SET_UP: 0, State.LOOK: 1, State.WRONG: 2}


class Command(BaseCommand):
    help = (
        "Says what is wrong and what to do, the worst first. Exit code: 0 all is well, 1 something to look at, 2 wrong."
    )
    requires_system_checks: list[str] = []  # what they would stop at is what this has to tell

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept another form of answer."""
        parser.add_argument("--json", action="store_true", help="print the findings as JSON, for a script")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Examine, print, and end with the exit code of the worst finding."""
        at = timezone.now()
        with translation.override("en"):
            findings = examine()
            if options["json"]:
                words = [one.as_words() for one in findings]
                found = {"at": at.isoformat(), "mode": settings.MODE, "state": findings[0].state.name.lower()}
                self.stdout.write(json.dumps({**found, "findings": words}, indent=2, ensure_ascii=False))
            else:
                self.tell(findings)
        sys.exit(EXIT_CODES[findings[0].state])

    def tell(self, findings: list[Finding]) -> None:
        """Print each finding: what is, what to do, and for what is not well how it was found out.

        Those of which the same is to be said (where the database is away: most) stand together.
        """
        together: dict[tuple[State, str, str], list[Finding]] = {}
        for one in findings:
            together.setdefault((one.state, str(one.what), str(one.do)), []).append(one)
        for (state, what, do), alike in together.items():
            self.stdout.write(f"[{str(state.label).upper()}] {', '.join(str(one.title) for one in alike)}: {what}")
            if do:
                self.stdout.write(f"    What to do: {do}")
            if state in {State.LOOK, State.WRONG} and len(alike) == 1:
                self.stdout.write(f"    How it was found out: {alike[0].measured}")
        counts = [f"{state.label.lower()}: {sum(one.state == state for one in findings)}" for state in reversed(State)]
        self.stdout.write("\n" + ", ".join(counts))
