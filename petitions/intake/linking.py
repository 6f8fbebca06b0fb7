"""Which petitions are linked with one, as both pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

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


def linked_with(petition: Petition) -> list[Linked]:
    """Return the petitions that are linked with this one and why; one statement."""
    return [
        Linked(
            row,
            row.earlier if row.petition_id == petition.pk else row.petition,
            row.petition_id == petition.pk,
            open_text(row.petition, row.sealed_reason),
        )
        for row in links_of(petition)
    ]
