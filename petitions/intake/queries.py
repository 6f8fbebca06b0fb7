"""The clerks' queue: named views, two orders, and what each page reads. How it stays quick: `docs/queues.md`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.people.permissions import grants_of, scopes_for
from petitions.intake.counting import Counting, counting_of
from petitions.intake.keyset import by_day, by_instant
from petitions.models import QueueEntry
from petitions.models.intake import FIRST_OF_ALL
from petitions.workflow import IN_WORK, SIGNABLE, State

SOON = timedelta(days=3)


@dataclass(frozen=True)
class Asking:
    """Who asks for a view of the queue, and on which legal day."""

    actor: Actor
    at: datetime

    @property
    def today(self) -> date:
        """Return the Court's legal day."""
        return court_day(self.at)

    @property
    def teams(self) -> tuple[int, ...]:
        """Return the ids of the teams of the one who asks."""
        return tuple(grant.team_id for grant in grants_of(self.actor, self.at) if grant.team_id)


def mine(asking: Asking) -> Q:
    """Petitions in work that were given to the one who asks."""
    return Q(assignee=asking.actor.account, state__in=IN_WORK)


def of_my_team(asking: Asking) -> Q:
    """Petitions in work of the teams of the one who asks."""
    return Q(team__in=asking.teams, state__in=IN_WORK)


def in_work(asking: Asking) -> Q:
    """All that waits for a member of the Apparatus."""
    return Q(state__in=IN_WORK)


def unassigned(asking: Asking) -> Q:
    """Filed petitions nobody has: the default queue."""
    return Q(assignee=None, state__in=IN_WORK)


def unrouted(asking: Asking) -> Q:
    """Petitions in work of no team and no clerk, because no rule of routing took them."""
    return Q(assignee=None, team=None, state__in=IN_WORK)


def awaiting_signature(asking: Asking) -> Q:
    """Petitions whose signed paper has not come yet."""
    return Q(state__in=SIGNABLE)


def returned(asking: Asking) -> Q:
    """Returned petitions: it is the petitioner's turn."""
    return Q(state=State.RETURNED)


def due_soon(asking: Asking) -> Q:
    """Petitions in work whose term ends within three days. The urgency is the term where one runs."""
    return Q(urgency__gte=asking.today, urgency__lte=asking.today + SOON, state__in=IN_WORK)


def overdue(asking: Asking) -> Q:
    """Petitions in work whose term has run out. What is in danger stands in a view of its own."""
    return Q(urgency__gt=FIRST_OF_ALL, urgency__lt=asking.today, state__in=IN_WORK)


def in_danger(asking: Asking) -> Q:
    """Petitions in whatever state with an open alarm of danger to life or torture."""
    return Q(urgency=FIRST_OF_ALL)


def came_back(asking: Asking) -> Q:
    """Petitions that a body to which they were forwarded sent back, and which nothing was decided about since."""
    return Q(came_back=True)


VIEWS: dict[str, tuple[Promise | str, Callable[[Asking], Q]]] = {
    "mine": (_("Mine"), mine),
    "team": (_("My team's"), of_my_team),
    "all": (_("All in work"), in_work),
    "unassigned": (_("Nobody's"), unassigned),
    "unrouted": (_("Taken by no rule"), unrouted),
    "unsigned": (_("Waiting for signature"), awaiting_signature),
    "returned": (_("Returned, the petitioner's turn"), returned),
    "soon": (_("Due within three days"), due_soon),
    "overdue": (_("Overdue"), overdue),
    "danger": (_("Danger to life or torture"), in_danger),
    "came_back": (_("Came back from another body"), came_back),
}
ORDERS = {
    "urgency": by_day("urgency", descending=False),
    "newest": by_instant("arrived_at", descending=True),
}
SHOWN = (
    "pk",
    "petition_id",
    "state",
    "language",
    "petitioner_kind",
    "due_on",
    "urgency",
    "arrived_at",
    "petition__public_id",
    "petition__register_number",
    "petition__synthetic",
    "assignee__full_name",
    "team_id",
    "area_id",
    "region",
    "provision__path",
    "provision__act__short_kk",
    "provision__act__short_ru",
    "provision__act__short_en",
)


def queue(asking: Asking) -> QuerySet[QueueEntry]:
    """Return every row of the queue the actor may see; nothing without the action's scope."""
    may = scopes_for(asking.actor, "queue.view", asking.at)
    return QueueEntry.objects.all() if may else QueueEntry.objects.none()


def in_view(rows: QuerySet[QueueEntry], view: str, asking: Asking) -> QuerySet[QueueEntry]:
    """Return the rows of a named view, all of which stand in intake; raises KeyError for a name there is not."""
    return rows.filter(VIEWS[view][1](asking))


# What counts the views, by all that their conditions depend on: to build ten conditions takes longer than to count by them.
Key = tuple[int, tuple[int, ...], date, bool]
KEPT: dict[Key, Mapping[str, Counting | None]] = {}
MOST_KEPT = 500


def counting_of_views(asking: Asking) -> Mapping[str, Counting | None]:
    """Return what counts each view for the one who asks; built once for an account, its teams and the day."""
    may = bool(scopes_for(asking.actor, "queue.view", asking.at))
    key = (asking.actor.signed_in.pk, asking.teams, asking.today, may)
    found = KEPT.get(key)
    if found is None:
        every = queue(asking)
        found = {name: counting_of(in_view(every, name, asking)) for name in VIEWS}
        if len(KEPT) >= MOST_KEPT:
            KEPT.clear()
        KEPT[key] = found
    return found


def as_shown(rows: QuerySet[QueueEntry]) -> QuerySet[QueueEntry, Any]:
    """Return named tuples of what a line of the table shows: to make five objects a line took longer than to read them."""
    return rows.values_list(*SHOWN, named=True)
