from __future__ import annotations

from datetime import datetime

from courtcase.long_work.registry import Done
from courtcase.operations import operation
from courtcase.people.actors import Actor
from rulings.access import published
from rulings.publication.indexing import index_ruling

WORK = "rulings.index"
# Goes up with every change of folding, stems, citations or of what is indexed: stored vectors keep the old ones.
INDEX_VERSION = 4


@operation
def index_again(*, after: int, limit: int, actor: Actor, at: datetime) -> Done:
    """Index the next published rulings above the id `after` anew: a piece of a long work.

    Each keeps the instant of its publication as that of its place in the index, so that the newest stay the newest.
    """
    found = list(published().filter(pk__gt=after).select_related("subject", "facts").order_by("pk")[:limit])
    for ruling in found:
        index_ruling(ruling=ruling, actor=actor, at=ruling.published_at or at)
    return Done(found[-1].pk if len(found) == limit else None, len(found))
