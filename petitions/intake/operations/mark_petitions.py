from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from django.db.models import Exists, OuterRef, QuerySet, Value

from courtcase.long_work.registry import Done
from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.search.operations import AsVector
from petitions.addresses import on_file
from petitions.content import PetitionContent, open_content
from petitions.intake import marking
from petitions.intake.wording import words_of
from petitions.models import Mark, MarkKind, Petition, PetitionWords
from petitions.steps import lock_petition
from petitions.versions import as_told

log = structlog.get_logger(__name__)

WORK = "petitions.mark"
# So many one call marks of those that are new; the next minute goes on.
MOST_NEW = 500
LATELY = timedelta(days=2)


def mark_new(*, actor: Actor, at: datetime) -> int:
    """Mark what was filed lately, and what was corrected since it was marked; return how many were marked."""
    done = 0
    for waiting in (lately(at=at), corrected()):
        for petition in waiting[: MOST_NEW - done]:
            done += is_marked(petition, actor=actor, at=at)
    return done


@operation
def mark_next(*, after: int, limit: int, actor: Actor, at: datetime) -> Done:
    """Mark the next petitions of all ever filed that have no marks of today's way, those above the id `after`.

    A piece of a long work. One that cannot be marked keeps nobody else waiting: the next day tries it again.
    """
    found = list(unmarked().filter(pk__gt=after)[:limit])
    done = sum(is_marked(petition, actor=actor, at=at) for petition in found)
    return Done(found[-1].pk if len(found) == limit else None, done, len(found) - done)


def unmarked() -> QuerySet[Petition]:
    """Return the filed petitions without marks of today's way, oldest first; those that were destroyed get none any more."""
    marked = Mark.objects.filter(petition=OuterRef("pk"), kind=MarkKind.MADE, digest=marking.MADE)
    return Petition.objects.filter(~Exists(marked), filed_on__isnull=False, disposed_on=None).order_by("pk")


def lately(*, at: datetime) -> QuerySet[Petition]:
    """Return those of the unmarked that arrived within two days, which an index finds."""
    return unmarked().filter(queue_entry__arrived_at__gte=at - LATELY)


def corrected() -> QuerySet[Petition]:
    """Return the petitions whose words or telephone are others than when they were marked; an index finds them too."""
    stale = Mark.objects.filter(kind=MarkKind.MADE, digest=Mark.STALE)
    return Petition.objects.filter(pk__in=stale.values("petition")).order_by("pk")


def is_marked(petition: Petition, *, actor: Actor, at: datetime) -> bool:
    """Mark a petition by itself, and say whether that could be done."""
    try:
        mark_petition(petition=petition, actor=actor, at=at)
    except Exception as error:  # whatever is wrong with one petition, the others are marked
        log.warning("petition_not_marked", id=petition.pk, error=type(error).__name__)
        return False
    return True


@operation
def mark_petition(*, petition: Petition, actor: Actor, at: datetime) -> int:
    """Write the marks of a filed petition anew from the words the Court goes by, and return how many there are."""
    locked = lock_petition(petition=petition)
    content = open_content(locked, as_told(locked))
    found = marks_of(locked, content)
    marks = [Mark(petition=locked, kind=kind, digest=one) for kind, digests in found.items() for one in digests]
    PetitionWords.objects.update_or_create(
        petition=locked, defaults={"tokens": AsVector(Value(words_of(content, locked.language)))}
    )
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
