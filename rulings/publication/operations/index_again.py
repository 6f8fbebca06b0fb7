from __future__ import annotations

from datetime import datetime

from courtcase.notices.operations import owe_job
from courtcase.operations import operation
from courtcase.people.actors import Actor
from rulings.access import published
from rulings.publication.indexing import index_ruling

JOB = "rulings.index"
# Goes up with every change of folding, stems, citations or of what is indexed: stored vectors keep the old ones.
INDEX_VERSION = 4
BATCH = 100


def owe_indexing() -> None:
    """Owe that every published ruling is indexed anew, once for each version of the index."""
    owe_job(kind=JOB, subject=None, key=f"{JOB}:{INDEX_VERSION}:0", body={"after": 0})


@operation
def index_again(*, after: int, actor: Actor, at: datetime) -> int:
    """Index the next hundred published rulings above id `after` anew, and owe those after them; return how many.

    Each keeps the instant of its publication as that of its place in the index, so that the newest stay the newest.
    """
    found = list(published().filter(pk__gt=after).select_related("subject", "facts").order_by("pk")[:BATCH])
    for ruling in found:
        index_ruling(ruling=ruling, actor=actor, at=ruling.published_at or at)
    if len(found) == BATCH:
        last = found[-1].pk
        owe_job(kind=JOB, subject=None, key=f"{JOB}:{INDEX_VERSION}:{last}", body={"after": last})
    return len(found)
