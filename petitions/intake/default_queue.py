"""The default queue: where petitions stand that no rule of routing took, and how the heads of intake are alarmed of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_notices
from courtcase.notices.registry import notice_context
from courtcase.people.operations.recording import subject_of
from courtcase.people.queries import accounts_with_role
from courtcase.people.roles import Role
from petitions.models import QueueEntry
from petitions.workflow import IN_WORK

EVENT = "petition.unrouted"
# Above so many the notice says that there are more.
MOST_COUNTED = 10_000


def waiting() -> QuerySet[QueueEntry]:
    """Return the rows of the petitions in the default queue: in work, of no team and no clerk."""
    return QueueEntry.objects.filter(assignee=None, team=None, state__in=IN_WORK)


def alarm_heads(*, at: datetime) -> None:
    """Owe each head of intake the word that no rule took a petition: on the first one of a legal day, and no more that day.

    A flood of them is one notice. It says, when it is read, how many stand there by then.
    """
    day = court_day(at).isoformat()
    owe_notices(
        [
            {
                "subject": subject_of(head, at=at),
                "event": EVENT,
                "recipient": head,
                "channel": "inapp",
                "language": head.language,
                "context": {"day": day},
                "not_before": at,
                "key": day,
            }
            for head in accounts_with_role(Role.HEAD_OF_INTAKE, at).select_related("subject")
        ]
    )


@notice_context(EVENT)
def default_queue_facts(notice: Notice) -> dict[str, Any]:
    """Return the day, how many stand in the default queue as the notice is read, and where."""
    count = len(waiting().values_list("pk", flat=True)[: MOST_COUNTED + 1])
    with override(notice.language):
        url = settings.PUBLIC_ADDRESS + reverse("intake:queue") + "?view=unrouted"
    # A notice owed before the days were kept was about one petition, on the day it was written.
    day = notice.context.get("day") or court_day(notice.created_at).isoformat()
    return {
        "day": date.fromisoformat(day),
        "count": min(count, MOST_COUNTED),
        "is_more": count > MOST_COUNTED,
        "queue_url": url,
    }
