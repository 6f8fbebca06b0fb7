"""What must hold of the whole database, whatever befell it. Imported once Django is set up."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from courtcase.documents import storage
from courtcase.documents.models import Document
from courtcase.law.models import SeriesCounter
from courtcase.law.queries import series_on
from courtcase.notices.identity import message_id
from courtcase.notices.models import Job, Notice
from courtcase.register.models import Event
from courtcase.register.sealing import seal
from courtcase.register.verification import BrokenRegister, verify
from petitions.models import Assignment, Petition, QueueEntry
from petitions.workflow import FINAL, ROUTABLE, State
from rulings.models import Ruling
from rulings.models.kinds import SERIES

Check = Callable[[dict[str, Any]], list[str]]
ONCE = ("petition.submitted", "petition.filed", "petition.registered", "petition.screening_begun")


def gaps(name: str, numbers: list[int], *, first: int, last: int) -> list[str]:
    """Return what is wrong with the numbers of a series that should run from `first` to `last` without gap or twin."""
    twins = [number for number, times in Counter(numbers).items() if times > 1]
    wanted = set(range(first, last + 1))
    missing = sorted(wanted - set(numbers))
    return [f"{name}: {words} {found[:9]}" for words, found in (("twice", twins), ("missing", missing)) if found]


def register_numbers(_told: dict[str, Any]) -> list[str]:
    """Hold the numbers of petitions against their series, year by year."""
    broken: list[str] = []
    by_year: dict[int, list[int]] = {}
    for printed in Petition.objects.exclude(register_number=None).values_list("register_number", flat=True):
        year, number = re.fullmatch(r"(\d{4})/(\d+)", str(printed)).groups()  # type: ignore[union-attr]
        by_year.setdefault(int(year), []).append(int(number))
    for counter in SeriesCounter.objects.filter(series_code="petitions"):
        first = series_on("petitions", date(counter.year, 1, 1)).first_number
        numbers = by_year.pop(counter.year, [])
        broken += gaps(f"register numbers of {counter.year}", numbers, first=first, last=counter.last)
    return [*broken, *(f"register numbers of {year}: nobody counted them" for year in by_year)]


def ruling_numbers(_told: dict[str, Any]) -> list[str]:
    """Hold the numbers of rulings against their series."""
    by_series: dict[str, list[int]] = {}
    for kind, number in Ruling.objects.exclude(number_value=None).values_list("kind", "number_value"):
        by_series.setdefault(SERIES[kind], []).append(int(number or 0))
    last = {counter.series_code: counter.last for counter in SeriesCounter.objects.order_by("year")}
    return [
        line for code, numbers in by_series.items() for line in gaps(code, numbers, first=min(numbers), last=last[code])
    ]


def record_and_states(_told: dict[str, Any]) -> list[str]:
    """Hold the state of every petition against the last step on record, and look for steps taken twice."""
    broken: list[str] = []
    last: dict[int, dict[str, Any]] = {}
    for subject, body in Event.objects.filter(body__has_key="to").order_by("pk").values_list("subject_id", "body"):
        last[subject] = body
    for petition in Petition.objects.exclude(state=State.DRAFT).iterator():
        stands, said = petition.state, last.get(petition.subject_id, {}).get("to")
        if stands != said:
            broken.append(f"petition {petition.pk} stands at {stands}, the record says {said}")
    twice = Event.objects.filter(name__in=ONCE).values("subject", "name").annotate(times=Count("pk"))
    return [*broken, *(f"{one['name']} twice about {one['subject']}" for one in twice.filter(times__gt=1))]


def queue_rows(_told: dict[str, Any]) -> list[str]:
    """Hold the clerks' queue against the petitions that are open, or closed with somebody in danger."""
    in_danger = Q(state__in=FINAL, in_danger=True)
    open_now = Petition.objects.filter(~Q(state__in=[*FINAL, State.DRAFT]) | in_danger)
    wanted = {pk: (state, assignee) for pk, state, assignee in open_now.values_list("pk", "state", "assignee")}
    found = {row[0]: row[1:] for row in QueueEntry.objects.values_list("petition", "state", "assignee")}
    return [
        f"queue row of petition {pk}: {found.get(pk)} and not {wanted.get(pk)}"
        for pk in sorted(wanted.keys() | found.keys())
        if wanted.get(pk) != found.get(pk)
    ]


def routing(_told: dict[str, Any]) -> list[str]:
    """Look for petitions that no worker routed, or that were routed twice."""
    times = Counter(Assignment.objects.exclude(rule=None).values_list("petition", flat=True))
    broken = [f"petition {pk} was routed {number} times" for pk, number in times.items() if number > 1]
    idle = Petition.objects.filter(state__in=ROUTABLE, assignee=None).values_list("pk", flat=True)
    return [*broken, *(f"petition {pk} has nobody" for pk in idle)]


def owed_jobs(_told: dict[str, Any]) -> list[str]:
    """Look for work that was not done."""
    left = Job.objects.exclude(state=Job.State.DONE).values_list("kind", "state", "attempts", "last_error")
    return [f"job {kind} is {state} after {attempts} attempts: {error}" for kind, state, attempts, error in left]


def notices(told: dict[str, Any]) -> list[str]:
    """Hold the notices against what reached the mail server: each at most once, those that were sent surely."""
    reached = Counter(told["messages"])
    broken = [f"{message} reached the mail server {times} times" for message, times in reached.items() if times > 1]
    domain = str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2]
    until_then = Notice.objects.filter(pk__lte=told["newest_notice"])
    for notice in until_then.exclude(channel=Notice.Channel.POST).iterator():
        is_there = reached[message_id(notice.key, domain=domain)] > 0
        if notice.state in {Notice.State.OWED, Notice.State.UNDELIVERED}:
            broken.append(f"notice {notice.event} {notice.pk} is {notice.state}: {notice.last_error}")
        if notice.channel == Notice.Channel.EMAIL and notice.state == Notice.State.SENT and not is_there:
            broken.append(f"notice {notice.event} {notice.pk} is said to be sent and never reached the mail server")
    return broken


def register(told: dict[str, Any]) -> list[str]:
    """Seal what waits, and verify the whole record."""
    while seal(at=timezone.now()):
        pass
    try:
        verified = verify()
    except BrokenRegister as error:
        return [f"the register does not verify: {error}"]
    told["figures"]["sealed_entries"] = verified.entries
    return [f"{verified.waiting} events wait for the sealer"] if verified.waiting else []


def stored_files(told: dict[str, Any]) -> list[str]:
    """Hold every row of a file against its bytes; files without a row are the sweeper's, counted as long as they are young."""
    broken, known = [], set()
    for document in Document.objects.iterator():
        known.add(document.storage_key)
        try:
            with storage.open_kept(document.storage_key) as file:
                content = file.read()
        except FileNotFoundError:
            broken.append(f"document {document.pk} has no file")
            continue
        if hashlib.sha256(content).hexdigest() != document.sha256 or len(content) != document.size:
            broken.append(f"document {document.pk} is not what was stored")
    later = datetime.now(tz=UTC) + storage.ORPHAN_AGE
    told["figures"]["files_without_a_row"] = len(set(storage.kept_before(later)) - known)
    incoming = Path(settings.MEDIA_ROOT) / storage.INCOMING
    told["figures"]["temporary_files"] = len(list(incoming.glob("*"))) if incoming.is_dir() else 0
    return broken


def counted(told: dict[str, Any]) -> list[str]:
    """Write down how much there is; nothing here can be wrong."""
    told["figures"] |= {
        "petitions": Petition.objects.count(),
        "petitions_by_state": dict(Counter(Petition.objects.values_list("state", flat=True))),
        "rulings_by_state": dict(Counter(Ruling.objects.values_list("state", flat=True))),
        "events": Event.objects.count(),
        "notices_by_state": dict(Counter(Notice.objects.values_list("state", flat=True))),
        "jobs": Job.objects.count(),
        "attempts_beyond_the_first": sum(Job.objects.filter(attempts__gt=1).values_list("attempts", flat=True)),
        "documents": Document.objects.count(),
        "messages": len(told["messages"]),
    }
    return []


CHECKS: dict[str, Check] = {
    "counted": counted,
    "register numbers without gap or twin": register_numbers,
    "numbers of rulings without gap or twin": ruling_numbers,
    "states as the record says": record_and_states,
    "queue rows as the petitions stand": queue_rows,
    "each petition routed once": routing,
    "owed work done": owed_jobs,
    "notices once a key": notices,
    "register verifies": register,
    "files whole": stored_files,
}
