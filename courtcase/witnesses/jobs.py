"""Work of this room that the outbox carries: each day's root goes to its witnesses and to the time stamping authority."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from courtcase.notices.models import Job
from courtcase.notices.operations import owe_job
from courtcase.notices.registry import job_handler
from courtcase.notices.schedule import add
from courtcase.people.actors import Actor
from courtcase.register.models import DailyRoot
from courtcase.witnesses.operations import stamp_root, tell_witnesses

TELL, STAMP = "witnesses.tell", "witnesses.stamp"
# Roots of so many days are looked back for: what was published while nobody worked is told late, and not for ever.
DAYS_BACK = 7


def owe_newest_roots() -> None:
    """Owe what the newest published roots ask for, each of it once."""
    kinds = [TELL, *([STAMP] if settings.TIMESTAMP_URL else [])]
    days = [day.isoformat() for day in DailyRoot.objects.order_by("-day").values_list("day", flat=True)[:DAYS_BACK]]
    keys = {f"{kind}:{day}": (kind, day) for kind in kinds for day in days}
    known = set(Job.objects.filter(key__in=keys).values_list("key", flat=True))
    for key, (kind, day) in keys.items():
        if key not in known:
            owe_job(kind=kind, subject=None, key=key, body={"day": day})


@job_handler(TELL)
def tell_of_root(job: Job) -> None:
    """Owe every witness an e-mail with the root of a day."""
    root = DailyRoot.objects.get(day=date.fromisoformat(job.body["day"]))
    tell_witnesses(root=root, actor=Actor.system(TELL), at=timezone.now())


@job_handler(STAMP)
def have_root_stamped(job: Job) -> None:
    """Have the root of a day stamped; an authority that does not answer is asked again, with growing pauses."""
    root = DailyRoot.objects.get(day=date.fromisoformat(job.body["day"]))
    stamp_root(root=root, actor=Actor.system(STAMP), at=timezone.now())


add("Send new roots of the register to their witnesses", "courtcase.witnesses.jobs.owe_newest_roots", 300)
