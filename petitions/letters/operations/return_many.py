"""A return on a common ground: the grounds are the same, why this case is written for each petition by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from courtcase.law.models import Ground
from courtcase.operations import operation
from courtcase.people.actors import Actor
from petitions.content import open_text, seal_text
from petitions.intake.operations.bulk import changed, lock_work
from petitions.letters.operations.prepare_return import prepare_return
from petitions.models import BulkRow, BulkWork


@operation
def say_reasons(
    *,
    work: BulkWork,
    grounds: Sequence[Ground],
    reasons: Mapping[int, str],
    version: int,
    actor: Actor,
    at: datetime,
) -> BulkWork:
    """Keep the common grounds and, by the id of its row, why each petition is returned; unfinished words are kept too.

    Nothing is returned yet. Raises NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_work(work, version=version, actor=actor, at=at)
    locked.grounds.set(grounds)
    rows = list(locked.rows.select_related("petition__data_key"))
    for row in rows:
        why = reasons.get(row.pk, "").strip()
        row.sealed_why = seal_text(row.petition, why) if why else None
    BulkRow.objects.bulk_update(rows, ["sealed_why"])
    return changed(locked)


def return_one(row: BulkRow, actor: Actor, at: datetime) -> None:
    """Prepare the return of one petition of many, as its own page does.

    Raises as `prepare_return` does, also where whoever returns it has not opened it as it stands.
    """
    prepare_return(
        petition=row.petition,
        grounds=list(row.work.grounds.all()),
        explanation=open_text(row.petition, row.sealed_why),
        version=row.version,
        actor=actor,
        at=at,
    )
