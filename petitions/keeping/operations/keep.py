"""What the table of keeping ends by the daily work and no other room sweeps: codes, offers, addresses of old notices."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from courtcase.law.keeping import over_before
from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.operations import forget_offers
from courtcase.register.queries import held_subjects
from petitions.models import CodePurpose, OneTimeCode

JOB = "keeping.sweep"
AT_ONCE = 5_000


@operation
def keep_by_table(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Erase what has reached its end by the table at `at`; return how many of each kind. Nothing under a legal hold.

    A kind whose period nobody set or confirmed is left alone. Raises NotAllowed for everybody but the system.
    """
    if not actor.is_system:
        raise NotAllowed()
    found = {"one_time_code": 0, "offer": 0, "notices": 0}
    if (codes := over_before("one_time_code", at)) is not None:
        found["one_time_code"] = forget_codes(codes)
    if (offers := over_before("offer", at)) is not None:
        found["offer"] = forget_offers(before=offers)
    if (notices := over_before("notices", at)) is not None:
        found["notices"] = forget_addresses(notices)
    return found


def forget_codes(before: datetime) -> int:
    """Delete one-time codes that ran out before an instant; by a link that was opened a draft's writer is still reached."""
    kept = Q(purpose=CodePurpose.LINK, used_at__isnull=False)
    old = OneTimeCode.objects.filter(expires_at__lt=before).exclude(kept)
    old = old.exclude(petition__subject__in=held_subjects())
    return OneTimeCode.objects.filter(pk__in=old.order_by("pk").values("pk")[:AT_ONCE]).delete()[0]


def forget_addresses(before: datetime) -> int:
    """Empty the sealed addresses of notices settled before an instant; that somebody was told stays."""
    old = Notice.objects.filter(settled_at__lt=before, address__isnull=False).exclude(address=b"")
    old = old.exclude(subject__in=held_subjects())
    return Notice.objects.filter(pk__in=old.order_by("pk").values("pk")[:AT_ONCE]).update(address=b"")
