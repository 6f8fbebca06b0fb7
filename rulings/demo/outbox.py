"""What the load owes to people and tasks, settled: history does not fill anybody's mailbox.

Two years of made-up notices would keep the worker sending for minutes and bury what a visitor does. So those whose time is
over are settled unsent, in the same transaction as the steps that owed them; those of the last days stay owed, and the worker
sends them like any others: the demonstration's mailbox has something in it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from courtcase.notices.models import Job, Notice
from courtcase.operations import operation
from courtcase.people.actors import Actor
from petitions.letters.operations.prepare_return import LEAVE_JOB
from petitions.models import ReturnOutcome

ROUTING = "petitions.route"
STILL_OWED = timedelta(days=7)
STILL_UNREAD = timedelta(days=12)
SETTLED_FIELDS = ["state", "settled_at", "created_at", "read_at"]
ROUTED = {"state": Job.State.DONE}


@operation
def settle_history(*, subjects: Collection[int], until: datetime, actor: Actor, at: datetime) -> int:
    """Settle what is owed about `subjects` (ids) since before `until`: read on the site, never sent outside.

    Notices on the site count as told when they were due (and as read, but for the last days'); e-mails, text messages
    and letters as cancelled, for they never left. Routing owed for petitions routed by the load is done, and so is the
    look whether a return can leave, where it left. Returns how many notices were settled. Only the system, at `at`, may do this.
    """
    if not actor.is_system:
        raise ValueError("history is settled by the system alone")
    made_up = Q(subject__petition__synthetic=True) | Q(subject__case__synthetic=True)
    owed = Notice.objects.filter(made_up, subject__in=subjects, state=Notice.State.OWED, not_before__lt=until)
    settled = [notice for notice in owed if settle(notice, until=until)]
    Notice.objects.bulk_update(settled, SETTLED_FIELDS, batch_size=200)
    jobs = Job.objects.filter(subject__in=subjects, state=Job.State.OWED)
    done = (
        jobs.filter(kind=ROUTING, subject__petition__assignments__isnull=False),
        jobs.filter(kind=LEAVE_JOB, subject__petition__prepared_returns__outcome=ReturnOutcome.LEFT),
    )
    for some in done:
        some.update(**ROUTED, settled_at=timezone.now(), lease_until=None, lease_token=None)
    return len(settled)


def settle(notice: Notice, *, until: datetime) -> bool:
    """Settle an owed notice, unsaved, where its time came before `until`; say whether it was."""
    if notice.not_before >= until:
        return False
    if notice.channel == Notice.Channel.INAPP:
        notice.state = Notice.State.SENT
        notice.read_at = notice.not_before if notice.not_before < until - STILL_UNREAD else None
    else:
        notice.state = Notice.State.CANCELLED
    notice.settled_at = notice.created_at = notice.not_before
    return True
