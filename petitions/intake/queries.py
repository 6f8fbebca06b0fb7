"""The clerks' queue: named views, one keyset, counts that are true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.people.permissions import grants_of, scopes_for
from petitions.models import QueueEntry
from petitions.workflow import IN_INTAKE, IN_WORK, SIGNABLE, State

PAGE = 30
# A count past this is shown as "10 000+": counting further would cost more than it tells.
MOST_COUNTED = 10_000
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


def mine(asking: Asking) -> Q:
    """Petitions in work that were given to the one who asks."""
    return Q(assignee=asking.actor.account, state__in=IN_WORK)


def of_my_team(asking: Asking) -> Q:
    """Petitions in work of the teams of the one who asks."""
    teams = [grant.team_id for grant in grants_of(asking.actor, asking.at) if grant.team_id]
    return Q(team__in=teams, state__in=IN_WORK)


def in_work(asking: Asking) -> Q:
    """All that waits for a member of the Apparatus."""
    return Q(state__in=IN_WORK)


def unassigned(asking: Asking) -> Q:
    """Filed petitions nobody has: the default queue."""
    return Q(assignee=None, state__in=IN_WORK)


def awaiting_signature(asking: Asking) -> Q:
    """Petitions whose signed paper has not come yet."""
    return Q(state__in=SIGNABLE)


def returned(asking: Asking) -> Q:
    """Returned petitions: it is the petitioner's turn."""
    return Q(state=State.RETURNED)


def due_soon(asking: Asking) -> Q:
    """Petitions whose term ends within three days."""
    return Q(due_on__gte=asking.today, due_on__lte=asking.today + SOON)


def overdue(asking: Asking) -> Q:
    """Petitions whose term has run out."""
    return Q(due_on__lt=asking.today)


VIEWS: dict[str, tuple[Promise | str, Callable[[Asking], Q]]] = {
    "mine": (_("Mine"), mine),
    "team": (_("My team's"), of_my_team),
    "all": (_("All in work"), in_work),
    "unassigned": (_("Nobody's"), unassigned),
    "unsigned": (_("Waiting for signature"), awaiting_signature),
    "returned": (_("Returned, the petitioner's turn"), returned),
    "soon": (_("Due within three days"), due_soon),
    "overdue": (_("Overdue"), overdue),
}
ORDERS = {"urgency": ("urgency", "pk"), "newest": ("-arrived_at", "-pk")}


def queue(asking: Asking) -> QuerySet[QueueEntry]:
    """Return every row of the queue the actor may see; nothing without the action's scope."""
    if not scopes_for(asking.actor, "queue.view", asking.at):
        return QueueEntry.objects.none()
    return QueueEntry.objects.filter(state__in=IN_INTAKE)


def in_view(rows: QuerySet[QueueEntry], view: str, asking: Asking) -> QuerySet[QueueEntry]:
    """Return the rows of a named view; raises KeyError for a name there is not."""
    return rows.filter(VIEWS[view][1](asking))


def counted(rows: QuerySet[QueueEntry]) -> int | str:
    """Return how many rows there are, or "10 000+" beyond that."""
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    return count if count <= MOST_COUNTED else f"{MOST_COUNTED // 1000} 000+"


@dataclass(frozen=True)
class Page:
    """One page of the queue: its rows, and the key from which the next goes on (empty: the last)."""

    rows: list[QueueEntry]
    older: str


def page_of(rows: QuerySet[QueueEntry], *, order: str, after: str) -> Page:
    """Return the page of `rows` in `order` that follows the key `after`; a key that is none begins anew."""
    ordered = rows.order_by(*ORDERS[order])
    found = ordered.filter(following(order, after)) if after else ordered
    chosen = list(found.select_related("petition", "assignee", "area", "provision__act", "team")[: PAGE + 1])
    more = len(chosen) > PAGE
    return Page(rows=chosen[:PAGE], older=key_of(chosen[PAGE - 1], order) if more else "")


def key_of(row: QueueEntry, order: str) -> str:
    """Return the key of a row: what it is sorted by, and its id."""
    value = row.urgency.isoformat() if order == "urgency" else row.arrived_at.isoformat()
    return f"{value}~{row.pk}"


def following(order: str, after: str) -> Q:
    """Return what comes after the key; the empty condition where the key cannot be read."""
    value, mark, number = after.partition("~")
    if not mark or not number.isdecimal() or len(number) > 18:
        return Q()
    try:
        if order == "urgency":
            day = date.fromisoformat(value)
            return Q(urgency__gt=day) | Q(urgency=day, pk__gt=int(number))
        instant = datetime.fromisoformat(value)
    except ValueError:
        return Q()
    if instant.tzinfo is None:
        return Q()
    return Q(arrived_at__lt=instant) | Q(arrived_at=instant, pk__lt=int(number))
