from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import Checks, NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.content import seal_text
from petitions.intake.operations.link_petitions import checked_reason
from petitions.intake.stacks import addressee_of, known_of, may_be_laid, of_the_same_person, stack_of, waiting_reply
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
    # In the order of their ids, as everything that locks several petitions does; the stack after them.
    locked = {pk: lock_petition(petition=Petition(pk=pk)) for pk in sorted({petition.pk, *chosen})}
    if not all(access.may(actor, ACTION, one, at) for one in locked.values()):
        raise NotAllowed()
    if may_be_laid(petition).filter(pk__in=chosen).count() < len(chosen):
        raise OperationError(_("One of them is another person's petition, or lies on a stack already."))
    stack = locked_stack_of(locked[petition.pk])
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
    *,
    petition: Petition,
    number: str,
    together: str,
    reason: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> LaidPetition:
    """Lay the petition of this register number on the stack of `petition`, which it begins where there is none, and say why.

    For what only a person sees belongs together: paper without an IIN, joint petitions, petitions about one judicial act.
    It moves neither; both are recorded where the stack begins. Raises OperationError beside `number`, `together` or
    `reason` (Faults for several), NotAllowed, WrongState, StaleVersion.
    """
    checks = Checks()
    other = Petition.objects.filter(register_number=number.strip()).exclude(register_number="").first()
    # In the order of their ids, as everything that locks several petitions does; the stack after them.
    keys = {petition.pk} if other is None else {petition.pk, other.pk}
    locked = {pk: lock_petition(petition=Petition(pk=pk), version=seen(pk, petition, version)) for pk in sorted(keys)}
    here = locked[petition.pk]
    if not access.may(actor, ACTION, here, at):
        raise NotAllowed()
    if here.state in UNFILED:
        raise WrongState(_("Only what is filed is laid on a stack."))
    stack = locked_stack_of(here)
    with checks.kept():
        laid = laid_by_number(number, other and locked[other.pk], here, actor=actor, at=at)
        require_one_person(laid, here, stack, together)
    with checks.kept():
        require_why(together)
    with checks.kept():
        why = checked_reason(reason)
    checks.refuse()
    stack = stack or begin_stack(here, actor=actor, at=at)
    row = LaidPetition.objects.create(
        stack=stack,
        petition=laid,
        laid_by=actor.signed_in,
        laid_at=at,
        together=together,
        sealed_reason=seal_text(laid, why),
        same_person_as=here if together == Together.PERSON else None,
    )
    body = {"stack": str(stack.public_id), "by_hand": together}
    record(subject=laid.subject, event="petition.stacked", actor=actor, at=at, body=body, content=why.encode())
    return row


def seen(key: int, petition: Petition, version: int | None) -> int | None:
    """Return the version that the person saw, where `key` is of the petition whose page they had before them."""
    return version if key == petition.pk else None


def laid_by_number(number: str, found: Petition | None, here: Petition, *, actor: Actor, at: datetime) -> Petition:
    """Return the petition to lay. Raises OperationError beside `number`, which says what is wrong with it."""
    if not number.strip():
        raise OperationError(_("Write the register number of the petition to lay here."), field="number")
    if found is None or not access.may(actor, ACTION, found, at):
        raise OperationError(_("There is no petition of this number. Look at it once more."), field="number")
    if found.pk == here.pk:
        raise OperationError(
            _("This is the number of the petition whose stack it is. Write that of the other."), field="number"
        )
    if stack_of(found) is not None:
        raise OperationError(_("It lies on a stack already: take it off there first."), field="number")
    return found


def require_why(together: str) -> None:
    """Raise OperationError beside `together` where it is not said why they belong together."""
    if together not in Together.values:
        raise OperationError(_("Choose why they belong together."), field="together")


def require_one_person(laid: Petition, here: Petition, stack: Stack | None, together: str) -> None:
    """Raise OperationError beside `together` where what is said to be one person's bears IINs that differ.

    Of joint petitions nothing is known here: the order in which people stand in them is their own.
    """
    if together != Together.PERSON or laid.further_petitioners != here.further_petitioners:
        return
    if len(known_of(here, stack).iins | known_of(laid, stack).iins) > 1:
        raise OperationError(
            _("Their IINs differ: a letter about both would tell one person of another. Look at the number once more."),
            field="together",
        )


def locked_stack_of(petition: Petition) -> Stack | None:
    """Return the stack on which a locked petition lies, locked: petitions come first, then the stack, everywhere."""
    stack = stack_of(petition)
    return Stack.objects.select_for_update().get(pk=stack.pk) if stack is not None else None


def begin_stack(petition: Petition, *, actor: Actor, at: datetime) -> Stack:
    """Begin a stack with a locked petition."""
    stack = Stack.objects.create(made_by=actor.signed_in, made_at=at)
    LaidPetition.objects.create(stack=stack, petition=petition, laid_by=actor.signed_in, laid_at=at)
    body = {"stack": str(stack.public_id)}
    record(subject=petition.subject, event="petition.stacked", actor=actor, at=at, body=body)
    return stack


@operation
def take_off_stack(
    *, petition: Petition, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> LaidPetition:
    """Take a petition off its stack, and say why. What was said of a person by way of it ties nothing any more.

    Raises OperationError beside `reason`, NotAllowed, StaleVersion, WrongState where it lies on none, or a reply that
    waits names it, or names others together by way of it.
    """
    locked = lock_petition(petition=petition, version=version)
    if not access.may(actor, ACTION, locked, at):
        raise NotAllowed()
    stack = locked_stack_of(locked)
    row = LaidPetition.objects.select_for_update().filter(petition=locked, taken_off_at=None).first()
    if row is None or stack is None:
        raise WrongState(_("This petition lies on no stack."))
    if row.reply_id is not None:
        raise WrongState(_("A reply names this petition: undo the reply first."))
    why = checked_reason(reason)
    row.taken_off_by, row.taken_off_at, row.sealed_end_reason = actor.signed_in, at, seal_text(locked, why)
    row.save(update_fields=["taken_off_by", "taken_off_at", "sealed_end_reason"])
    require_still_one_person(stack)
    body = {"stack": str(stack.public_id)}
    record(subject=locked.subject, event="petition.unstacked", actor=actor, at=at, body=body, content=why.encode())
    return row


def require_still_one_person(stack: Stack) -> None:
    """Raise WrongState where a reply that waits would name petitions that nothing ties to one person any more."""
    reply = waiting_reply(stack)
    if reply is None:
        return
    whom = addressee_of(stack, Petition.objects.get(pk=reply.letter.petition_id))
    if not all(whom.is_of(row) for row in reply.answers.select_related("petition")):
        raise WrongState(_("A reply names petitions that were laid here by way of this one: undo the reply first."))
