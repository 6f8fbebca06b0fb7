from __future__ import annotations

from datetime import datetime

from courtcase.long_work.registry import Done
from courtcase.operations import operation
from courtcase.people.actors import Actor
from rulings.models import Watch
from rulings.watching.content import Wanted, index_of_address, opened

WORK = "keys.watches"


@operation
def rewrite_watches(*, after: int, limit: int, actor: Actor, at: datetime) -> Done:
    """Write by what the next alerts are found under today's index key, from what is sealed: a piece of a long work."""
    rows = Watch.objects.select_related("data_key", "ruling", "provision").select_for_update(of=("self",))
    found = list(rows.filter(pk__gt=after).order_by("pk")[:limit])
    for watch in found:
        known = opened(watch)
        watch.whom = index_of_address(known["email"])
        watch.what = Wanted(known["filters"], watch.ruling, watch.provision).index
        watch.save(update_fields=["whom", "what"])
    return Done(found[-1].pk if len(found) == limit else None, len(found))
