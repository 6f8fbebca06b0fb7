"""What staff, recipients and operators ask of the outbox."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from courtcase.notices.models import Job, Notice
from courtcase.observability.metrics import gauge
from courtcase.people.models import Account
from courtcase.register.models import Event
from courtcase.register.sealing import LOOK_BACK, newest_sealed_id


def undelivered() -> QuerySet[Notice]:
    """Return what needs a person's decision: not delivered, or perhaps sent; the oldest first."""
    wanted = [Notice.State.UNDELIVERED, Notice.State.PERHAPS_SENT]
    return Notice.objects.filter(state__in=wanted).select_related("recipient", "subject").order_by("created_at", "pk")


def to_print(at: datetime) -> QuerySet[Notice]:
    """Return the letters to print at `at`: those whose undo time is over; the oldest first."""
    return (
        Notice.objects.filter(channel=Notice.Channel.POST, state=Notice.State.OWED, not_before__lte=at)
        .select_related("recipient", "data_key", "subject")
        .order_by("not_before", "pk")
    )


def told_on_site(account: Account, at: datetime) -> QuerySet[Notice]:
    """Return the notices an account finds on this site at `at`, the newest first."""
    return Notice.objects.filter(
        recipient=account,
        channel=Notice.Channel.INAPP,
        state__in=[Notice.State.OWED, Notice.State.SENT],
        not_before__lte=at,
    ).order_by("-created_at", "-pk")


def unread_count(account: Account, at: datetime) -> int:
    """Return how many notices on this site the account has not opened, counted up to 99."""
    return len(told_on_site(account, at).filter(read_at=None).values_list("pk", flat=True)[:99])


@gauge("owed_work_age_seconds", "Age of the oldest job or notice that is due and not done.")
def owed_work_age_seconds() -> float:
    """Return the seconds since the oldest due row became due; 0 when nothing is due.

    Letters wait for people, and notices on the site for nobody.
    """
    now = timezone.now()
    due = Q(state="owed", not_before__lte=now)
    sent = Notice.objects.filter(due, channel__in=Notice.SENT_BY_WORKERS)
    oldest = [rows.aggregate(oldest=Min("not_before"))["oldest"] for rows in (Job.objects.filter(due), sent)]
    return max([(now - since).total_seconds() for since in oldest if since], default=0.0)


@gauge("undelivered_notices", "Notices not delivered or perhaps sent, waiting for a person's decision.")
def undelivered_notices() -> float:
    """Return how many notices wait for a decision."""
    return float(undelivered().count())


@gauge("failed_jobs", "Jobs given up after every attempt.")
def failed_jobs() -> float:
    """Return how many jobs were given up."""
    return float(Job.objects.filter(state=Job.State.FAILED).count())


@gauge("letters_to_print", "Letters waiting to be printed and handed over.")
def letters_to_print() -> float:
    """Return how many letters wait in the print queue."""
    return float(to_print(timezone.now()).count())


@gauge("register_unsealed_age_seconds", "Age of the oldest event of the register that has no place in the tree yet.")
def register_unsealed_age_seconds() -> float:
    """Return the seconds since the oldest unsealed event; 0 when all are sealed."""
    unsealed = Event.objects.filter(pk__gt=newest_sealed_id() - LOOK_BACK, sealed__isnull=True)
    oldest = unsealed.aggregate(oldest=Min("at"))["oldest"]
    return max((timezone.now() - oldest).total_seconds(), 0.0) if oldest else 0.0
