"""Copies of data, lists as files and choices of many petitions, behind the addresses that show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils import timezone

from courtcase.keys.operations import new_data_key, seal_json
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from petitions.intake.operations.bulk import choose_many
from petitions.intake.operations.export_list import QUERY
from petitions.models import BulkKind, BulkWork, DataExport, ListExport, Petition, QueueEntry
from petitions.workflow import State

if TYPE_CHECKING:
    from tests.petitions.prepared import Arguments, World


def exports(petition: Petition) -> list[dict[str, object]]:
    """Return a copy of the petition's data, one of its account's, and one that is not there, each with the petition."""
    kept = {"language": "ru", "data_key": petition.data_key, "asked_at": timezone.now()}
    DataExport.objects.get_or_create(petition=petition, defaults=kept)
    DataExport.objects.get_or_create(account=petition.account, defaults=kept)
    known = [*DataExport.objects.values_list("public_id", flat=True), UUID(int=1)]
    return [{"public_id": petition.public_id, "export_id": export_id} for export_id in known]


def bulk_works(clerk: Account) -> list[dict[str, object]]:
    """Return a choice of many petitions of a clerk, and one that is not there."""
    chosen = list(QueueEntry.objects.filter(state=State.SCREENING).values_list("petition", flat=True)[:3])
    return [{"work_id": one} for one in (choice_of(clerk, BulkKind.ASSIGN, chosen).public_id, uuid4())]


def returns_of_many(clerk: Account, petition: Petition) -> list[dict[str, object]]:
    """Return a petition that a clerk wants to return with others, and one that is not among them."""
    work = choice_of(clerk, BulkKind.RETURN, [petition.pk])
    return [{"work_id": work.public_id, "public_id": one} for one in (petition.public_id, uuid4())]


def choice_of(clerk: Account, kind: BulkKind, petitions: list[int]) -> BulkWork:
    """Return the clerk's first choice of a kind, made of these petitions (ids) where there is none."""
    made = BulkWork.objects.filter(asked_by=clerk, kind=kind).first()
    return made or choose_many(kind=kind, petitions=petitions, language="en", actor=Actor.of(clerk), at=timezone.now())


def list_exports(clerk: Account) -> list[dict[str, object]]:
    """Return a list that a clerk takes as a file, and one that is not there."""
    made = ListExport.objects.filter(asked_by=clerk).first()
    if made is None:
        data_key = new_data_key()
        made = ListExport.objects.create(
            asked_by=clerk,
            source="queue",
            file_format="csv",
            with_names=False,
            language="ru",
            data_key=data_key,
            sealed_query=seal_json(data_key, "view=all", purpose=QUERY),
            expected=1,
            asked_at=timezone.now(),
        )
    return [{"export_id": one} for one in (made.public_id, uuid4())]


# What may stand in the places of parameters, by how the route begins; the first that fits is taken.
KNOWN: tuple[tuple[str, Callable[[World], Arguments]], ...] = (
    ("intake/columns/<slug:source>/", lambda world: [{"source": one} for one in ("queue", "archive", "none")]),
    ("intake/exports/new/<slug:source>/", lambda world: [{"source": one} for one in ("queue", "archive", "none")]),
    ("intake/exports/<uuid:export_id>/", lambda world: list_exports(world.walk.cast.clerk)),
    (
        "intake/bulk/<uuid:work_id>/letters/<uuid:public_id>/",
        lambda world: returns_of_many(world.walk.cast.clerk, world.petitions[State.SCREENING]),
    ),
    ("intake/bulk/<uuid:work_id>/", lambda world: bulk_works(world.walk.cast.clerk)),
)
