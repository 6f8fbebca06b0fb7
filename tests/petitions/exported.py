"""Copies of data behind the addresses that give them out."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from petitions.models import DataExport, Petition


def exports(petition: Petition) -> list[dict[str, object]]:
    """Return a copy of the petition's data, one of its account's, and one that is not there, each with the petition."""
    kept = {"language": "ru", "data_key": petition.data_key, "asked_at": timezone.now()}
    DataExport.objects.get_or_create(petition=petition, defaults=kept)
    DataExport.objects.get_or_create(account=petition.account, defaults=kept)
    known = [*DataExport.objects.values_list("public_id", flat=True), UUID(int=1)]
    return [{"public_id": petition.public_id, "export_id": export_id} for export_id in known]
