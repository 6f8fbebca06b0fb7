"""Which petitions are linked with one, as both pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from courtcase import rows
from petitions.content import open_text
from petitions.models import Petition, PetitionLink


@dataclass(frozen=True)
class Linked:
    """A link as it is shown on the page of one of its two petitions."""

    row: PetitionLink
    other: Petition
    other_is_earlier: bool
    reason: str


def links_of(petition: Petition) -> QuerySet[PetitionLink]:
    """Return the links of a petition that stand, oldest first, with both petitions and who made each."""
    related = ("petition__data_key", "earlier", "made_by")
    found = PetitionLink.objects.filter(Q(petition=petition) | Q(earlier=petition), ended_at=None)
    return found.select_related(*related).order_by("pk")


LINKED = (
    "(petitions_petitionlink.petition_id = %s OR petitions_petitionlink.earlier_id = %s)"
    " AND petitions_petitionlink.ended_at IS NULL ORDER BY petitions_petitionlink.id"
)
WITH_BOTH = ("petition", "petition__data_key", "earlier", "made_by")


def linked_with(petition: Petition) -> list[Linked]:
    """Return the petitions that are linked with this one and why, oldest link first; one statement."""
    return [
        Linked(
            row,
            row.earlier if row.petition_id == petition.pk else row.petition,
            row.petition_id == petition.pk,
            open_text(row.petition, row.sealed_reason),
        )
        for row in rows.read_all(PetitionLink, LINKED, [petition.pk, petition.pk], related=WITH_BOTH)
    ]
