"""Which petition a clerk opens next."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from courtcase.people.actors import Actor
from petitions.intake.queries import Asking, mine, queue
from petitions.models import Petition, PreparedReturn


def after(petition: Petition, *, actor: Actor, at: datetime) -> UUID | None:
    """Return the id of the clerk's most urgent petition but this one, of which no return waits; None for none."""
    asking = Asking(actor=actor, at=at)
    waiting = PreparedReturn.objects.filter(petition=OuterRef("petition"), outcome="")
    open_to = queue(asking).filter(mine(asking), ~Exists(waiting)).exclude(petition=petition)
    return open_to.order_by("urgency", "pk").values_list("petition__public_id", flat=True).first()
