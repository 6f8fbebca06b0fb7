"""What must hold of the crowd once its work is done: each petition routed once, reminded of once, and its letter sent once."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import django
from django.utils import timezone


def reckon(messages: Path) -> dict[str, Any]:
    """Return what was found wrong, by check, and the figures of what there is."""
    from tests.soak.invariants import CHECKS

    settle_letters()
    told: dict[str, Any] = {**json.loads(messages.read_text(encoding="utf-8")), "figures": {}}
    broken = {name: check(told) for name, check in CHECKS.items()}
    broken |= {"each thing once": each_once(), "letters numbered": numbered(), "terms": terms()}
    return {"broken": {name: lines for name, lines in broken.items() if lines}, "figures": told["figures"]}


def settle_letters() -> None:
    """Follow every letter to its end, as beat does minute by minute, two hundred at a time."""
    from courtcase.people.actors import Actor
    from petitions.letters.operations.follow import follow_letters

    while follow_letters(actor=Actor.system("letters.follow"), at=timezone.now()):
        pass


def each_once() -> list[str]:
    """Count, for each petition, what was to be done about it once."""
    from courtcase.notices.models import Notice
    from courtcase.people.queries import accounts_with_role
    from courtcase.people.roles import Role
    from courtcase.register.models import Event
    from petitions.models import Assignment, Letter, LetterStatus, Petition, Return

    wanted = set(Petition.objects.values_list("subject", flat=True))
    heads = len(accounts_with_role(Role.HEAD_OF_INTAKE, timezone.now()))
    found: dict[str, tuple[int, Iterable[int]]] = {
        "assignment": (1, Assignment.objects.filter(ended_at=None).values_list("petition__subject", flat=True)),
        "return": (1, Return.objects.values_list("petition__subject", flat=True)),
        "letter": (1, Letter.objects.exclude(status=LetterStatus.PREPARED).values_list("petition__subject", flat=True)),
    }
    for event, times in (("assigned", 1), ("term_ends", 1), ("term_near", heads), ("returned", 1)):
        rows = Notice.objects.filter(event=f"petition.{event}").values_list("subject", flat=True)
        found[f"notice of {event}"] = (times, rows)
    for event in ("assigned", "returned", "letter_sent"):
        recorded = Event.objects.filter(name=f"petition.{event}").values_list("subject", flat=True)
        found[f"event {event}"] = (1, recorded)
    return [line for what, (times, rows) in found.items() for line in off(what, times, Counter(rows), wanted)]


def off(what: str, times: int, found: Counter[int], wanted: set[int]) -> list[str]:
    """Return a line where not every subject wanted has the thing exactly so many times."""
    missing = [one for one in wanted if found[one] < times]
    doubled = [one for one in found if found[one] > times]
    pairs = (("lost", missing), ("doubled", doubled))
    return [f"{what}: {word} {len(some)} times, such as {sorted(some)[:5]}" for word, some in pairs if some]


def numbered() -> list[str]:
    """Hold the numbers of letters against the outgoing register: neither gap nor twin."""
    from courtcase.law.models import SeriesCounter
    from petitions.letters.operations.leave import OUTGOING
    from petitions.models import Letter
    from tests.soak.invariants import gaps

    last = sum(SeriesCounter.objects.filter(series_code=OUTGOING).values_list("last", flat=True))
    printed = Letter.objects.exclude(number="").values_list("number", flat=True)
    runs = [int("".join(sign for sign in number.rpartition("/")[2] if sign.isdigit())) for number in printed]
    return gaps("outgoing letters", runs, first=1, last=last)


def terms() -> list[str]:
    """Look whether each petition's check is closed and its month for corrections runs, once."""
    from courtcase.law.models import Clock
    from petitions.models import Petition

    wanted = Counter({pair: Petition.objects.count() for pair in (("screening", "closed"), ("cure", "open"))})
    found = Counter(Clock.objects.values_list("term__code", "state"))
    return [] if found == wanted else [f"terms are {dict(found)} and not {dict(wanted)}"]


if __name__ == "__main__":
    django.setup()
    answer = reckon(Path(sys.argv[1]))
    Path(sys.argv[2]).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
