"""Blocked personal data: what is done with a petition while a person's request to block it stands.

It is kept, shown to those who work on it, and used for the proceedings. It is in no file that leaves, is found by nobody's
name, telephone or IIN, and no notice goes out that is no step of the proceedings.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from petitions.models import DataBlock, Petition

# Each block places a hold, whose cause begins so.
CAUSE = "data_block"
# What tells of something beside the proceedings; steps of the proceedings, letters and answers are always told.
BESIDE_PROCEEDINGS = frozenset({"petition.norm_fell", "petition.answer_published"})


def standing(petition: str = "pk") -> Exists:
    """Return whether a block stands on the petition that the column `petition` of a row names."""
    return Exists(DataBlock.objects.filter(petition=OuterRef(petition), lifted_at=None))


def blocks_of(petition: Petition) -> QuerySet[DataBlock]:
    """Return the blocks that stand on a petition, the oldest first, each with its request."""
    found = DataBlock.objects.filter(petition=petition, lifted_at=None)
    return found.select_related("request", "placed_by").order_by("pk")


def is_told(petition: Petition, event: str) -> bool:
    """Say whether the petitioner is told of `event`: always, unless it is beside the proceedings and the data is blocked."""
    return event not in BESIDE_PROCEEDINGS or not blocks_of(petition).exists()
