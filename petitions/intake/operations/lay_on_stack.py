from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.content import seal_text
from petitions.intake.operations.link_petitions import checked_reason
from petitions.intake.stacks import may_be_laid, of_the_same_person, stack_of
from petitions.models import LaidPetition, Petition, Stack, Together
from petitions.steps import lock_petition
from petitions.workflow import UNFILED

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
def lay_by_hand(
    *, petition: Petition, number: str, together: str, reason: str, actor: Actor, at: datetime
) -> LaidPetition:
    """Lay the petition of this register number on the stack of `petition`, which it begins where there is none, and say why.

    For what only a person sees belongs together: paper without an IIN, joint petitions, petitions about one judicial act.
    It moves neither; both are recorded where the stack begins. Raises OperationError beside `number`, `together` or
    `reason`, NotAllowed, WrongState.
    """
    other = Petition.objects.filter(register_number=number.strip()).exclude(register_number="").first()
    if other is None or other.pk == petition.pk:
        raise OperationError(_("Write the register number of another petition."), field="number")
    # In the order of their ids, as everything that locks several petitions does.
    locked = {pk: lock_petition(petition=Petition(pk=pk)) for pk in sorted({petition.pk, other.pk})}
    here, laid = locked[petition.pk], locked[other.pk]
    if not all(access.may(actor, ACTION, one, at) for one in (here, laid)):
        raise NotAllowed()
    if here.state in UNFILED:
        raise WrongState(_("Only what is filed is laid on a stack."))
    if together not in Together.values:
        raise OperationError(_("Choose why they belong together."), field="together")
    if together == Together.PERSON and bears_another_iin(laid, than=known_as(here)):
        raise OperationError(
            _("Their IINs differ: a letter about both would tell one person of another. Look at the number once more."),
            field="together",
        )
    why = checked_reason(reason)
    if stack_of(laid) is not None:
        raise OperationError(_("It lies on a stack already: take it off there first."), field="number")
    stack = stack_of(here) or begin_stack(here, actor=actor, at=at)
    row = LaidPetition.objects.create(
        stack=stack,
        petition=laid,
        laid_by=actor.signed_in,
        laid_at=at,
        together=together,
        sealed_reason=seal_text(laid, why),
        same_person_as_id=known_as(here) if together == Together.PERSON else None,
    )
    body = {"stack": str(stack.public_id), "by_hand": together}
    record(subject=laid.subject, event="petition.stacked", actor=actor, at=at, body=body, content=why.encode())
    return row


def begin_stack(petition: Petition, *, actor: Actor, at: datetime) -> Stack:
    """Begin a stack with a locked petition."""
    stack = Stack.objects.create(made_by=actor.signed_in, made_at=at)
    LaidPetition.objects.create(stack=stack, petition=petition, laid_by=actor.signed_in, laid_at=at)
    body = {"stack": str(stack.public_id)}
    record(subject=petition.subject, event="petition.stacked", actor=actor, at=at, body=body)
    return stack


def known_as(petition: Petition) -> int:
    """Return the id of the petition whose petitioners a petition on a stack was said to be of: its own, where none was."""
    row = LaidPetition.objects.filter(petition=petition, taken_off_at=None).first()
    return row.same_person_as_id if row is not None and row.same_person_as_id is not None else petition.pk


def bears_another_iin(petition: Petition, *, than: int) -> bool:
    """Say whether one person's petition bears another IIN than that one, or than any that was said to be of its person.

    Of joint petitions nothing is known here: the order in which people stand in them is their own.
    """
    if petition.iin_index is None or petition.further_petitioners:
        return False
    said = LaidPetition.objects.filter(petition=OuterRef("pk"), same_person_as=than, taken_off_at=None)
    theirs = Petition.objects.filter(Q(pk=than) | Exists(said), further_petitioners=0, iin_index__isnull=False)
    return theirs.exclude(iin_index=bytes(petition.iin_index)).exists()


@operation
def take_off_stack(*, petition: Petition, reason: str, actor: Actor, at: datetime) -> LaidPetition:
    """Take a petition off its stack, and say why.

    Raises OperationError beside `reason`, NotAllowed, WrongState where it lies on none, or a reply names it.
    """
    locked = lock_petition(petition=petition)
    if not access.may(actor, ACTION, locked, at):
        raise NotAllowed()
    row = LaidPetition.objects.select_for_update().filter(petition=locked, taken_off_at=None).first()
    if row is None:
        raise WrongState(_("This petition lies on no stack."))
    if row.reply_id is not None:
        raise WrongState(_("A reply names this petition: undo the reply first."))
    why = checked_reason(reason)
    row.taken_off_by, row.taken_off_at, row.sealed_end_reason = actor.signed_in, at, seal_text(locked, why)
    row.save(update_fields=["taken_off_by", "taken_off_at", "sealed_end_reason"])
    body = {"stack": str(row.stack.public_id)}
    record(subject=locked.subject, event="petition.unstacked", actor=actor, at=at, body=body, content=why.encode())
    return row
