from __future__ import annotations

from datetime import datetime

import structlog
from django.db.models import Exists, OuterRef, QuerySet

from courtcase.keys import operations as keys
from courtcase.long_work.registry import Done
from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.signatures.models import Signature
from courtcase.signatures.operations import IIN_PURPOSE, SIGNER_PURPOSE
from petitions import own_iins
from petitions.content import PetitionContent, open_content, petitioners_of
from petitions.intake.operations.mark_petitions import mark_petition
from petitions.models import Mark, MarkKind, Petition, PetitionVersion
from petitions.own_numbers import number_index
from petitions.steps import lock_petition
from petitions.versions import as_told

log = structlog.get_logger(__name__)

WORK = "keys.petitions"


def with_words() -> QuerySet[Petition]:
    """Return the petitions whose words can still be opened, drafts among them, oldest first."""
    written = PetitionVersion.objects.filter(petition=OuterRef("pk"))
    return Petition.objects.filter(Exists(written), disposed_on=None).order_by("pk")


@operation
def rewrite_next(*, after: int, limit: int, actor: Actor, at: datetime) -> Done:
    """Write what the next petitions are found by under today's index key, from their sealed words: a piece of a long work."""
    found = list(with_words().filter(pk__gt=after)[:limit])
    done = sum(is_rewritten(petition, actor=actor, at=at) for petition in found)
    return Done(found[-1].pk if len(found) == limit else None, done, len(found) - done)


def is_rewritten(petition: Petition, *, actor: Actor, at: datetime) -> bool:
    """Rewrite one petition by itself, and say whether that could be done."""
    try:
        rewrite_indexes(petition=petition, actor=actor, at=at)
    except Exception as error:  # one that does not open keeps no other waiting
        log.warning("petition_not_rewritten", id=petition.pk, error=type(error).__name__)
        return False
    return True


@operation
def rewrite_indexes(*, petition: Petition, actor: Actor, at: datetime) -> None:
    """Write the blind indexes of a petition, its people, its marks and its signatures under today's index key."""
    locked = lock_petition(petition=petition)
    content = open_content(locked, as_told(locked))
    for person in petitioners_of(content):
        own_iins.iin_index(person.get("iin", ""))
    if numbers := numbers_of(locked, content):
        Petition.objects.filter(pk=locked.pk).update(**numbers)
    rewrite_signers(locked)
    if Mark.objects.filter(petition=locked, kind=MarkKind.MADE).exists():
        mark_petition(petition=locked, actor=actor, at=at)


def numbers_of(petition: Petition, content: PetitionContent) -> dict[str, bytes | None]:
    """Return the indexes of an institution's numbers, of those that the petition has."""
    written = {
        "letter_index": content.get("letter", {}).get("number", ""),
        "suspended_index": content.get("suspended_case", {}).get("number", ""),
    }
    return {name: number_index(number) for name, number in written.items() if getattr(petition, name) is not None}


def rewrite_signers(petition: Petition) -> None:
    """Write the indexes of who signed electronically."""
    for row in Signature.objects.filter(subject=petition.subject_id, iin_index__isnull=False):
        signer = keys.open_json(petition.data_key, bytes(row.sealed_signer), purpose=SIGNER_PURPOSE)
        row.iin_index = keys.blind_index(signer["iin"], IIN_PURPOSE)
        row.save(update_fields=["iin_index"])
