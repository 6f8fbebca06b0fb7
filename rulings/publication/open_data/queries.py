"""Which files of open data there are, for the page, the API and whoever downloads one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum

from courtcase.register.models import Event
from rulings.models import OpenDataFile, OpenDataKind, OpenDataSet, OpenDataState

# What the register says of a snapshot; the last one of those given out before it held their checksums.
MADE, WITHDRAWN = "open_data.snapshot_made", "open_data.snapshot_withdrawn"
RECORDED_LATER = "open_data.snapshot_recorded_later"


class Length(Func):
    """How many rulings a part names."""

    function, output_field = "cardinality", IntegerField()


def sets() -> QuerySet[OpenDataSet]:
    """Return all files with their `rulings` (how many they hold, or will) and `read` (how many were read), in two statements.

    `recorded_later_at` is when the register was told of a snapshot that had been given out before; None: at once, or not yet.
    """
    later = Event.objects.filter(subject=OuterRef("subject"), name=RECORDED_LATER).values("at")[:1]
    named = Length(F("parts__rulings"))
    is_read = ~Q(parts__rows={}) | Q(state=OpenDataState.READY)
    counted = OpenDataSet.objects.annotate(rulings=Sum(named), read=Sum(named, filter=is_read), pieces=Count("parts"))
    counted = counted.annotate(recorded_later_at=Subquery(later))
    return counted.prefetch_related("made__document").order_by("-pk")


@dataclass(frozen=True)
class Offered:
    """What there is: the files of a night and those being made in their place, and snapshots, withdrawn ones among them."""

    latest: OpenDataSet | None
    making: OpenDataSet | None
    snapshots: list[OpenDataSet]

    @property
    def stamp(self) -> list[tuple[Any, ...]]:
        """Return what tells one state of them from another."""
        return [(one.pk, one.state, one.edition, vars(one)["read"], one.subject_id) for one in self.all]

    @property
    def all(self) -> list[OpenDataSet]:
        """Return all files, the newest first."""
        return [one for one in (self.latest, self.making, *self.snapshots) if one is not None]


def offered() -> Offered:
    """Return what there is, in two statements."""
    found = list(sets())
    nightly = [one for one in found if one.kind == OpenDataKind.NIGHTLY]
    return Offered(
        latest=next((one for one in nightly if one.state == OpenDataState.READY), None),
        making=next((one for one in nightly if one.state == OpenDataState.MAKING), None),
        snapshots=[one for one in found if one.kind == OpenDataKind.SNAPSHOT],
    )


def file_called(name: str) -> OpenDataFile | None:
    """Return the file that is given out under a name: the newest of a night, or the newest edition of a snapshot."""
    ready = OpenDataFile.objects.filter(name=name, files__state=OpenDataState.READY, document__isnull=False)
    return ready.select_related("document", "files__subject").order_by("-files").first()


def is_being_made(name: str) -> bool:
    """Say whether a file of this name will soon be there."""
    making = OpenDataSet.objects.filter(state=OpenDataState.MAKING)
    if name.endswith(".zip") and "-Q" in name:
        return making.filter(quarter=name.removesuffix(".zip")).exists()
    return making.filter(kind=OpenDataKind.NIGHTLY).exists()
