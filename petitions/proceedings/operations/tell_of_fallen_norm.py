from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from courtcase.law.models import Provision
from courtcase.law.queries import touched_by
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.later_notices import wishes_later_notices, wishing
from petitions.models import LaterDecision, Petition
from petitions.steps import lock_petition
from petitions.telling import tell_petitioner
from petitions.workflow import UNFILED

AT_ONCE = 100


@dataclass(frozen=True)
class FallenNorm:
    """A norm that fell, and the published ruling by which it did; `numbers` and `plain_words` are by language."""

    provision: Provision
    outcome: str
    in_part: bool
    ruling_uuid: UUID
    numbers: Mapping[str, str]
    day: date | None
    public_path: str
    plain_words: Mapping[str, Sequence[str]]


@operation
def tell_of_fallen_norm(*, fallen: FallenNorm, after: int, actor: Actor, at: datetime) -> int | None:
    """Write to everyone who once filed a petition about a norm that fell and agreed to be written to; a hundred at once.

    The returned and the refused too.

    Each person is told once, about the newest of their petitions, by the road they left; whoever the ruling answers is told of
    it otherwise. Begins after the petition with the id `after`; returns the id after which to go on, None when none is left.
    Raises NotAllowed: only the system tells.
    """
    if not actor.is_system:
        raise NotAllowed()
    found = list(concerned(fallen).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in found:
        tell(Petition(pk=pk), fallen, actor=actor, at=at)
    return found[-1] if len(found) == AT_ONCE else None


def concerned(fallen: FallenNorm) -> QuerySet[Petition]:
    """Return the petitions about the norm, of each person the newest with consent, not answered by the ruling nor told yet."""
    norms = touched_by(fallen.provision)
    about = Petition.objects.exclude(state__in=UNFILED).filter(contested__provision__in=norms.values("pk"))
    about = about.filter(wishes_later_notices())
    later = about.filter(pk__gt=OuterRef("pk"))
    same = (
        Exists(later.filter(account__isnull=False, account=OuterRef("account")))
        | Exists(later.filter(iin_index__isnull=False, iin_index=OuterRef("iin_index")))
        | Exists(later.filter(institution__isnull=False, institution=OuterRef("institution")))
    )
    answered = Q(answers__ruling_uuid=fallen.ruling_uuid) | Q(later_decisions__ruling_uuid=fallen.ruling_uuid)
    told = Petition.objects.filter(answered).values("pk")
    return about.exclude(pk__in=told).filter(~same).distinct()


def tell(petition: Petition, fallen: FallenNorm, *, actor: Actor, at: datetime) -> None:
    """Note on one petition that the norm fell, record it, and owe the letter; a second time does nothing."""
    locked = lock_petition(petition=petition)
    _row, is_new = LaterDecision.objects.get_or_create(
        petition=locked,
        ruling_uuid=fallen.ruling_uuid,
        defaults={
            "provision": fallen.provision,
            "outcome": fallen.outcome,
            "in_part": fallen.in_part,
            "number_printed": fallen.numbers[locked.language],
            "day": fallen.day,
            "public_path": fallen.public_path,
            "plain_words": fallen.plain_words,
            "told_at": at,
        },
    )
    if not is_new:
        return
    record(
        subject=locked.subject,
        event="petition.norm_fell",
        actor=actor,
        at=at,
        body={"ruling": str(fallen.ruling_uuid), "norm": fallen.provision.pk},
    )
    ruling = str(fallen.ruling_uuid)
    tell_petitioner(
        petition=locked,
        event="petition.norm_fell",
        at=at,
        key=f"fell:{ruling}",
        facts={"ruling": ruling},
        only=wishing(locked),
    )
