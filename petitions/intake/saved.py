"""Views of the queue that people saved: which ones somebody has, and what they hold. A stored filter may be bad by now."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from courtcase import rows
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from petitions.intake import queries
from petitions.intake.filters import Lists, QueueFilter
from petitions.intake.offered import QUEUE, filters_of
from petitions.models import QueueEntry, SavedView

# Of one's own, and as many shared ones: each is counted whenever the queue is opened.
MOST = 12
KEPT_WORDS = ("view", "order", *filters_of(QUEUE))


def kept_of(query: str) -> str:
    """Return what of the query string of an address can be saved: view, order and filters, always in one order."""
    said = QueryDict(query[:4000])
    return urlencode([(word, said[word]) for word in KEPT_WORDS if said.get(word)])


def saved_for(actor: Actor) -> list[SavedView]:
    """Return the views of the queue that the actor saved, then those that are shared, by their names; one statement."""
    found = rows.read_all(
        SavedView, "owner_id = %s OR is_shared ORDER BY name, id LIMIT %s", [actor.signed_in.pk, MOST * 4]
    )
    own = [one for one in found if one.owner_id == actor.signed_in.pk]
    shared = [one for one in found if one.owner_id != actor.signed_in.pk]
    return [*own[:MOST], *shared[:MOST]]


def changeable_by(actor: Actor, at: datetime) -> QuerySet[SavedView]:
    """Return the saved views the actor may change: one's own, and for whoever may share, the shared ones."""
    own = Q(owner=actor.signed_in)
    return SavedView.objects.filter(own | Q(is_shared=True) if may(actor, "queue.share_view", at) else own)


def rows_of(
    saved: SavedView, every: QuerySet[QueueEntry], asking: queries.Asking, lists: Lists
) -> QuerySet[QueueEntry] | None:
    """Return the rows of a saved view; None where its filters are not understood any more, such as a kind that is gone."""
    said = QueryDict(saved.query)
    view = said.get("view", "mine")
    if view not in queries.VIEWS:
        return None
    filters = QueueFilter(said, queryset=queries.in_view(every, view, asking), lists=lists)
    return filters.found if filters.is_valid() else None
