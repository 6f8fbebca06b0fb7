from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.intake.stacks import may_be_laid, of_the_same_person, stack_of
from petitions.models import LaidPetition, Petition, Stack
from petitions.steps import lock_petition

ACTION = "petition.link"
AT_ONCE = 100


@operation
def lay_on_stack(*, petition: Petition, others: Sequence[int], actor: Actor, at: datetime) -> Stack:
    """Lay petitions of the same person, named by their ids, on the stack of `petition`, which it begins where there is none.

    It moves none of them; each is recorded. Raises OperationError where nothing is chosen, one is another person's or lies
    on a stack already, and NotAllowed.
    """
    chosen = sorted(set(others))
    if not chosen or len(chosen) > AT_ONCE:
        raise OperationError(_("Choose the petitions to lay on the stack, at most a hundred at once."))
    if not of_the_same_person(petition).filter(pk=petition.pk).exists():
        raise WrongState(_("A stack is for petitions of one person, whose IIN is known."))
    # In the order of their ids, as everything that locks several petitions does.
    locked = {pk: lock_petition(petition=Petition(pk=pk)) for pk in sorted({petition.pk, *chosen})}
    if not all(access.may(actor, ACTION, one, at) for one in locked.values()):
        raise NotAllowed()
    if may_be_laid(petition).filter(pk__in=chosen).count() < len(chosen):
        raise OperationError(_("One of them is another person's petition, or lies on a stack already."))
    stack = stack_of(petition)
    if stack is None:
        stack = Stack.objects.create(made_by=actor.signed_in, made_at=at)
        chosen = [petition.pk, *chosen]
    made_by = actor.signed_in
    LaidPetition.objects.bulk_create(
        LaidPetition(stack=stack, petition_id=pk, laid_by=made_by, laid_at=at) for pk in chosen
    )
    for pk in chosen:
        body = {"stack": str(stack.public_id)}
        record(subject=locked[pk].subject, event="petition.stacked", actor=actor, at=at, body=body)
    return stack


@operation
def take_off_stack(*, petition: Petition, actor: Actor, at: datetime) -> LaidPetition:
    """Take a petition off its stack. Raises NotAllowed, WrongState where it lies on none, or a reply names it."""
    locked = lock_petition(petition=petition)
    if not access.may(actor, ACTION, locked, at):
        raise NotAllowed()
    row = LaidPetition.objects.select_for_update().filter(petition=locked, taken_off_at=None).first()
    if row is None:
        raise WrongState(_("This petition lies on no stack."))
    if row.reply_id is not None:
        raise WrongState(_("A reply names this petition: undo the reply first."))
    row.taken_off_by, row.taken_off_at = actor.signed_in, at
    row.save(update_fields=["taken_off_by", "taken_off_at"])
    body = {"stack": str(row.stack.public_id)}
    record(subject=locked.subject, event="petition.unstacked", actor=actor, at=at, body=body)
    return row
