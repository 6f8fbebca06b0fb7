from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.register.operations import record
from petitions.content import seal_text
from petitions.models import AuditSample, Petition, ReadingOutcome, ReadingRequest
from petitions.steps import lock_petition

# How long what was granted may be read; afterwards it ends by itself. Nothing of it is law.
GRANTED_FOR = timedelta(days=14)
SHORTEST_REASON = 20


@operation
def ask_reading(
    *, sample: AuditSample, petitions: Sequence[Petition], reason: str, actor: Actor, at: datetime
) -> list[ReadingRequest]:
    """Ask to read petitions of a sample, for a reason; one that is asked already is not asked twice.

    Raises NotAllowed, OperationError beside `reason` or `petitions`.
    """
    ensure(actor, "audit.ask_reading", at)
    why = reason.strip()
    if len(why) < SHORTEST_REASON:
        raise OperationError(_("Write why: at least one sentence."), field="reason")
    drawn = set(sample.petitions.values_list("pk", flat=True))
    if not petitions or any(one.pk not in drawn for one in petitions):
        raise OperationError(_("Choose petitions of this sample."), field="petitions")
    asked = [ask(one, why, actor=actor, at=at) for one in sorted(petitions, key=lambda one: one.subject_id)]
    return [one for one in asked if one is not None]


def ask(petition: Petition, why: str, *, actor: Actor, at: datetime) -> ReadingRequest | None:
    """Ask to read one petition; None where the actor's request for it waits already."""
    locked = lock_petition(petition=petition)
    waiting = ReadingRequest.objects.filter(petition=locked, asked_by=actor.signed_in, outcome="")
    if waiting.exists():
        return None
    request = ReadingRequest.objects.create(
        petition=locked, asked_by=actor.signed_in, asked_at=at, sealed_reason=seal_text(locked, why)
    )
    body = {"request": str(request.public_id)}
    record(subject=locked.subject, event="petition.reading_asked", actor=actor, at=at, body=body, content=why.encode())
    return request


@operation
def decide_reading(*, request: ReadingRequest, is_granted: bool, actor: Actor, at: datetime) -> ReadingRequest:
    """Grant a request to read for some days, or refuse it; never one's own. Raises NotAllowed, WrongState."""
    ensure(actor, "audit.decide_reading", at)
    petition = lock_petition(petition=request.petition)
    locked = ReadingRequest.objects.select_for_update().get(pk=request.pk)
    if locked.asked_by_id == actor.signed_in.pk:
        raise NotAllowed()
    if locked.outcome:
        raise WrongState(_("This request is decided already."))
    locked.outcome = ReadingOutcome.GRANTED if is_granted else ReadingOutcome.REFUSED
    locked.decided_by, locked.decided_at = actor.signed_in, at
    locked.ends_at = at + GRANTED_FOR if is_granted else None
    locked.save(update_fields=["outcome", "decided_by", "decided_at", "ends_at"])
    body = {"request": str(locked.public_id), "days": GRANTED_FOR.days if is_granted else 0}
    event = "petition.reading_granted" if is_granted else "petition.reading_refused"
    record(subject=petition.subject, event=event, actor=actor, at=at, body=body)
    return locked
