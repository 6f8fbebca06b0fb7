"""The archive: petitions that are closed. Its rows are written once, so it has an index for every filter and order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from courtcase.people.actors import Actor
from courtcase.people.permissions import ScopeTable, scoped
from petitions.intake.keyset import by_day, by_word
from petitions.models import ArchiveEntry


def every_closed(actor: Actor, at: datetime) -> Q:
    """Every row: what is closed was submitted, and more than that neither scope of petitions.access asks."""
    return Q()


SCOPES: ScopeTable = {"intake": every_closed, "all": every_closed}
ORDERS = {"newest": by_day("closed_on", descending=True), "number": by_word("number", descending=True)}
SHOWN = (
    "pk",
    "petition_id",
    "state",
    "closed_on",
    "petitioner_kind",
    "language",
    "region",
    "number",
    "area_id",
    "petition__public_id",
    "petition__registered_on",
    "petition__synthetic",
)


def archive(actor: Actor, at: datetime) -> QuerySet[ArchiveEntry]:
    """Return every row of the archive the actor may see at `at`."""
    return scoped(ArchiveEntry.objects.all(), actor, "archive.view", at, SCOPES)


def as_shown(rows: QuerySet[ArchiveEntry]) -> QuerySet[ArchiveEntry, Any]:
    """Return named tuples of what a line of the table shows, as the queue's."""
    return rows.values_list(*SHOWN, named=True)
