from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from courtcase.operations import operation
from courtcase.people.actors import Actor
from petitions.content import open_content
from petitions.intake.marking import act_digests, word_digests
from petitions.models import Mark, MarkKind, Petition
from petitions.steps import lock_petition
from petitions.versions import as_told

AT_ONCE = 200
LATELY = timedelta(days=2)


def mark_unmarked(*, actor: Actor, at: datetime, lately: bool) -> int:
    """Mark petitions that have no marks yet, each in a transaction of its own, and return how many were marked.

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
    """Return the filed petitions without marks, oldest first."""
    marked = Mark.objects.filter(petition=OuterRef("pk"))
    found = Petition.objects.filter(~Exists(marked), filed_on__isnull=False).order_by("pk")
    return found.filter(queue_entry__arrived_at__gte=at - LATELY) if lately else found


@operation
def mark_petition(*, petition: Petition, actor: Actor, at: datetime) -> int:
    """Write the marks of a filed petition anew from the words the Court goes by, and return how many there are."""
    locked = lock_petition(petition=petition)
    content = open_content(locked, as_told(locked))
    marks = [
        *(Mark(petition=locked, kind=MarkKind.ACT, digest=one) for one in act_digests(content)),
        *(Mark(petition=locked, kind=MarkKind.WORD, digest=one) for one in word_digests(content, locked.language)),
    ]
    Mark.objects.filter(petition=locked).delete()
    Mark.objects.bulk_create(marks or [Mark(petition=locked, kind=MarkKind.NONE, digest=0)])
    return len(marks)
