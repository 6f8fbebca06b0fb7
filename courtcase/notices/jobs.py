"""Work of this room that the outbox carries."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from courtcase.law.keeping import over_before
from courtcase.notices.models import Job
from courtcase.notices.registry import job_handler

# So many at once as one statement removes well within its time limit.
AT_ONCE = 5_000


@job_handler("notices.forget_done")
def forget_done(job: Job) -> None:
    """Remove jobs done longer ago than the table of keeping says. Notices stay: they are evidence that a person was told."""
    before = over_before("job", timezone.now())
    if before is None:
        return
    old = Job.objects.filter(state=Job.State.DONE, settled_at__lt=before)
    # In the order in which they were owed, and so nearly that of their settling: none but old ones are looked at.
    while Job.objects.filter(pk__in=old.order_by("pk").values("pk")[:AT_ONCE]).delete()[0] == AT_ONCE:
        pass


@job_handler("notices.forget_sessions")
def forget_sessions(job: Job) -> None:
    """Remove sessions that have run out, which nobody else does, and what was noted of their machines."""
    before = over_before("session", timezone.now())
    if before is not None:
        Session.objects.filter(expire_date__lt=before).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
