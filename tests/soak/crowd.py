"""Petitions by the thousand whose work is owed to workers: to route, to remind of, and each with a letter that can leave.

Run beside the servers: `python -m tests.soak.crowd prepare COUNT`, then `routes`, `reminders` and `letters` owe the work.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import django

# What was written beforehand lies in the past, whatever day it is.
PREPARED_FROM = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
REMINDERS = 3


def prepare(count: int) -> None:
    """Write `count` petitions under the check of the Apparatus that nobody has, each with a return prepared.

    In one transaction: workers that run already see none of it before the work that it owed of itself is taken away.
    """
    from django.db import transaction

    with transaction.atomic():
        write(count)


def write(count: int) -> None:
    """Do what `prepare` says."""
    from courtcase.notices.models import Job, Notice
    from petitions.models import Petition, QueueEntry
    from tests.bench.filed import clerk
    from tests.cast import Cast
    from tests.petitions.letters.returning import configured, prepared
    from tests.petitions.walk import Walk

    walk = Walk(Cast(), now=PREPARED_FROM)
    walk.rules()
    for number in range(10):
        clerk(walk, "criminal" if number % 2 else "citizens", number)
    configured(walk, undo=0, signed=False)
    sorts = [prepared(walk, walk.screening(language=language)) for language in ("kk", "ru")]
    mine = [one.petition_id for one in sorts]
    # Whoever began the check has the petition; the copies begin with nobody.
    for model, found in ((Petition, {"pk__in": mine}), (QueueEntry, {"petition__in": mine})):
        model.objects.filter(**found).update(assignee=None)
    Job.objects.all().delete()
    Notice.objects.all().delete()
    copy(sorts, count - len(sorts))


def copy(sorts: Sequence[Any], count: int) -> None:
    """Write `count` more petitions like those of the prepared returns `sorts`, with everything that hangs on them."""
    from courtcase.law.models import Clock, SeriesCounter
    from petitions.models import Letter, PetitionVersion, PreparedReturn
    from tests.bench.filed import alike, like

    # The house has petitions of its own already: the numbers go on after the last one taken.
    counter = SeriesCounter.objects.get(series_code="petitions", year=PREPARED_FROM.year)
    first = counter.last + 1
    numbers = [f"{PREPARED_FROM.year}/{number:06d}" for number in range(first, first + count)]
    made = like([one.petition for one in sorts], count, numbers=numbers)
    pairs = [(one, sorts[place % len(sorts)]) for place, one in enumerate(made)]
    SeriesCounter.objects.filter(pk=counter.pk).update(last=counter.last + count)
    words = {one.pk: one.petition.versions.latest("number") for one in sorts}
    clocks = {one.pk: Clock.objects.get(subject=one.petition.subject_id) for one in sorts}
    PetitionVersion.objects.bulk_create([alike(words[sort.pk], petition_id=one.pk) for one, sort in pairs])
    Clock.objects.bulk_create([alike(clocks[sort.pk], subject_id=one.subject_id) for one, sort in pairs])
    letters = Letter.objects.bulk_create(
        [alike(sort.letter, petition_id=one.pk, public_id=uuid.uuid4()) for one, sort in pairs]
    )
    returns = PreparedReturn.objects.bulk_create(
        [
            alike(sort, petition_id=one.pk, letter_id=letter.pk)
            for (one, sort), letter in zip(pairs, letters, strict=True)
        ]
    )
    grounds = {one.pk: list(one.grounds.values_list("pk", flat=True)) for one in sorts}
    through = PreparedReturn.grounds.through
    through.objects.bulk_create(
        [
            through(preparedreturn_id=one.pk, ground_id=ground)
            for one, (_petition, sort) in zip(returns, pairs, strict=True)
            for ground in grounds[sort.pk]
        ]
    )


def routes() -> None:
    """Owe every petition its clerk."""
    from petitions.models import Petition
    from tests.bench.filed import owe

    owe("petitions.route", list(Petition.objects.select_related("subject").order_by("pk")))


def reminders() -> None:
    """Let every term end tomorrow, and owe the reminders of it more than once: whoever is told is told once all the same.

    Where the day's work was done before, the heads were told of the terms as they stood: that is to be done once more.
    """
    from courtcase.law.models import Clock
    from courtcase.law.time import court_day
    from courtcase.notices.models import Job
    from courtcase.notices.operations import owe_job
    from petitions.intake.operations.escalate import JOB

    Job.objects.filter(kind=JOB).delete()
    Clock.objects.update(due_on=court_day(datetime.now(tz=UTC)) + timedelta(days=1))
    for number in range(REMINDERS):
        owe_job(kind="petitions.remind", subject=None, key=f"soak:petitions.remind:{number}")


def letters() -> None:
    """Owe every prepared return a look whether it can leave."""
    from django.utils import timezone

    from courtcase.notices.models import Job
    from petitions.letters.operations.prepare_return import LEAVE_JOB
    from petitions.models import PreparedReturn

    now = timezone.now()
    Job.objects.bulk_create(
        [
            Job(
                kind=LEAVE_JOB,
                subject_id=one.petition.subject_id,
                key=f"{LEAVE_JOB}:{one.pk}:time",
                body={"prepared": one.pk},
                not_before=now,
                next_attempt_at=now,
            )
            for one in PreparedReturn.objects.select_related("petition").order_by("pk")
        ],
        batch_size=2_000,
    )


OWED = {"routes": routes, "reminders": reminders, "letters": letters}

if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]))
    else:
        OWED[sys.argv[1]]()
        from courtcase.notices.wake import publish_wake

        publish_wake()
