"""Copies of data behind the addresses that give them out."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.utils import timezone

from courtcase.keys.operations import new_data_key, seal_json
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from petitions.intake.operations.bulk import choose_many
from petitions.intake.operations.export_list import QUERY
from petitions.models import BulkWork, DataExport, ListExport, Petition, QueueEntry
from petitions.workflow import State


def exports(petition: Petition) -> list[dict[str, object]]:
    """Return a copy of the petition's data, one of its account's, and one that is not there, each with the petition."""
    kept = {"language": "ru", "data_key": petition.data_key, "asked_at": timezone.now()}
    DataExport.objects.get_or_create(petition=petition, defaults=kept)
    DataExport.objects.get_or_create(account=petition.account, defaults=kept)
    known = [*DataExport.objects.values_list("public_id", flat=True), UUID(int=1)]
    return [{"public_id": petition.public_id, "export_id": export_id} for export_id in known]


def bulk_works(clerk: Account) -> list[dict[str, object]]:
    """Return a choice of many petitions of a clerk, and one that is not there."""
    made = BulkWork.objects.filter(asked_by=clerk).first()
    if made is None:
        chosen = list(QueueEntry.objects.filter(state=State.SCREENING).values_list("petition", flat=True)[:3])
        made = choose_many(kind="assign", petitions=chosen, language="en", actor=Actor.of(clerk), at=timezone.now())
    return [{"work_id": one} for one in (made.public_id, uuid4())]


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
