"""Blocking personal data at a person's request, and lifting the block: it is kept, and used for the proceedings alone."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.people.plain_text import checked_reason
from courtcase.register.models import Subject
from courtcase.register.operations import hold_for, record, release
from petitions.blocking import CAUSE
from petitions.keeping.operations.holding import petitions_asked_about
from petitions.models import DataBlock, DataRequest, Petition, RequestKind
from petitions.steps import lock_petition

ACTION = "data_request.answer"


@operation
def place_block(*, petition: Petition, request: DataRequest, actor: Actor, at: datetime) -> DataBlock:
    """Block the personal data in a petition by a request to block that was answered; return the block.

    Raises NotAllowed, WrongState where it stands already or the petition is destroyed, OperationError beside `request` for
    a request of another kind.
    """
    ensure(actor, ACTION, at)
    if request.kind != RequestKind.BLOCKING:
        raise OperationError(_("This request does not ask to block."), field="request")
    locked = lock_petition(petition=petition)
    if locked.disposed_on is not None:
        raise WrongState(_("This petition is destroyed."), field="number")
    if DataBlock.objects.filter(petition=locked, request=request, lifted_at=None).exists():
        raise WrongState(_("A block by this request stands here already."), field="number")
    return block(locked, request, actor=actor, at=at)


def block(petition: Petition, request: DataRequest, *, actor: Actor, at: datetime) -> DataBlock:
    """Within another operation, block a locked petition: nothing of it is destroyed either, while it stands."""
    made = DataBlock.objects.create(petition=petition, request=request, placed_by=actor.signed_in, placed_at=at)
    hold_for(subjects=[petition.subject], cause=cause_of(made), reason=request.number, actor=actor, at=at)
    body = {"request": request.number}
    record(subject=petition.subject, event="petition.data_blocked", actor=actor, at=at, body=body)
    return made


def block_what_is_asked(request: DataRequest, *, actor: Actor, at: datetime) -> int:
    """Within the answer that grants it, block every petition the request is about; return how many."""
    found = [lock_petition(petition=one) for one in petitions_asked_about(request)]
    for petition in found:
        block(petition, request, actor=actor, at=at)
    return len(found)


@operation
def lift_block(*, block: DataBlock, reason: str, actor: Actor, at: datetime) -> DataBlock:
    """Lift a block and return it. Raises NotAllowed, OperationError beside `reason`, WrongState where it was lifted."""
    ensure(actor, ACTION, at)
    subject = Subject.objects.select_for_update(no_key=True).get(petition=block.petition_id)
    words = checked_reason(reason)
    locked = DataBlock.objects.select_for_update(of=("self",)).select_related("request").get(pk=block.pk)
    if locked.lifted_at is not None:
        raise WrongState(_("This block was already lifted."))
    locked.lifted_by, locked.lifted_at, locked.lifted_reason = actor.signed_in, at, words
    locked.save(update_fields=["lifted_by", "lifted_at", "lifted_reason"])
    release(cause=cause_of(locked), reason=locked.request.number, actor=actor, at=at)
    body = {"request": locked.request.number}
    record(subject=subject, event="petition.data_unblocked", actor=actor, at=at, body=body)
    return locked


def cause_of(block: DataBlock) -> str:
    """Return by what the hold of a block is known."""
    return f"{CAUSE}:{block.pk}"
