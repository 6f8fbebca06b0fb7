"""Snapshots that were given out before the register held their digests: recorded later, and called so."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from courtcase.documents.queries import is_unaltered
from courtcase.long_work.registry import Done
from courtcase.operations import operation
from courtcase.people.actors import Actor
from rulings.models import OpenDataFile, OpenDataKind, OpenDataSet, OpenDataState
from rulings.publication.open_data.archive import archive_name
from rulings.publication.open_data.queries import RECORDED_LATER
from rulings.publication.operations.make_open_data import record_snapshot

WORK = "rulings.snapshots"


def never_recorded() -> QuerySet[OpenDataSet]:
    """Return the snapshots that were given out and of which the register holds nothing, the first ones first."""
    given_out = OpenDataSet.objects.exclude(state=OpenDataState.MAKING)
    return given_out.filter(kind=OpenDataKind.SNAPSHOT, subject=None).order_by("pk")


@operation
def record_snapshots(*, after: int, limit: int, actor: Actor, at: datetime) -> Done:
    """Record what stands now of the next snapshots above the id `after`: a piece of a long work.

    The entry has a name of its own, so that nobody takes its day for the day on which the snapshot was given out. An archive
    whose bytes are lost, or not those of its checksum any more, is not recorded: it counts as failed.
    """
    found = list(never_recorded().filter(pk__gt=after).select_for_update(of=("self",))[:limit])
    failed = 0
    for files in found:
        archive = files.made.select_related("document").filter(name=archive_name(files)).first()
        if archive is None or not stands(archive):
            failed += 1
            continue
        record_snapshot(files, RECORDED_LATER, actor=actor, at=at)
    return Done(found[-1].pk if len(found) == limit else None, len(found) - failed, failed)


def stands(archive: OpenDataFile) -> bool:
    """Say whether the stored bytes of an archive are those of its checksum; of a withdrawn one the checksum alone is left."""
    document = archive.document
    if document is None:
        return archive.files.state == OpenDataState.WITHDRAWN
    try:
        return document.sha256 == archive.sha256 and is_unaltered(document)
    except FileNotFoundError:
        # The storage lost them: that keeps no other snapshot waiting.
        return False
