from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from courtcase.operations import operation
from courtcase.people.actors import Actor
from petitions.addresses import on_file
from petitions.content import PetitionContent, open_content
from petitions.intake import marking
from petitions.models import Mark, MarkKind, Petition
from petitions.steps import lock_petition
from petitions.versions import as_told

AT_ONCE = 200
LATELY = timedelta(days=2)


def mark_unmarked(*, actor: Actor, at: datetime, lately: bool) -> int:
    """Mark petitions that have no marks of today's way yet, each in a transaction of its own; return how many were marked.

    `lately` looks at those alone that arrived within two days, which an index finds; else at all that were ever filed.
    Ended half-way, it goes on with the rest when it is called again.
    """
    done = 0
    while found := list(unmarked(at=at, lately=lately)[:AT_ONCE]):
        for petition in found:
            mark_petition(petition=petition, actor=actor, at=at)
        done += len(found)
    return done


def unmarked(*, at: datetime, lately: bool) -> QuerySet[Petition]:
    """Return the filed petitions without marks of today's way, oldest first."""
    marked = Mark.objects.filter(petition=OuterRef("pk"), kind=MarkKind.MADE, digest=marking.MADE)
    found = Petition.objects.filter(~Exists(marked), filed_on__isnull=False).order_by("pk")
    return found.filter(queue_entry__arrived_at__gte=at - LATELY) if lately else found


@operation
def mark_petition(*, petition: Petition, actor: Actor, at: datetime) -> int:
    """Write the marks of a filed petition anew from the words the Court goes by, and return how many there are."""
    locked = lock_petition(petition=petition)
    content = open_content(locked, as_told(locked))
    found = marks_of(locked, content)
    marks = [Mark(petition=locked, kind=kind, digest=one) for kind, digests in found.items() for one in digests]
    Mark.objects.filter(petition=locked).delete()
    Mark.objects.bulk_create([*marks, Mark(petition=locked, kind=MarkKind.MADE, digest=marking.MADE)])
    return len(marks)


def marks_of(petition: Petition, content: PetitionContent) -> dict[MarkKind, Iterable[int]]:
    """Return the digests of each kind by which a petition of these words is found."""
    later = on_file(petition, {}).get("phone", "")
    return {
        MarkKind.ACT: marking.act_digests(content),
        MarkKind.NUMBER: marking.number_digests(content),
        MarkKind.NAME: marking.name_digests(content),
        MarkKind.TELEPHONE: marking.telephone_digests(content, later),
        MarkKind.WORD: marking.word_digests(content, petition.language),
    }
