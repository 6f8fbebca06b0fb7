"""Words of a body, of a source or of the Court about a measure, withdrawn from everything that is shown, by two persons."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from courtcase.register.operations import record
from rulings.execution.operations.take_step import lock_measure, save_next
from rulings.execution.telling import tell_of_withdrawal
from rulings.models import Measure, MeasureStep, StepWithdrawal
from rulings.publication.operations.make_open_data import withdraw_open_data
from rulings.publication.personal import tells_iin
from rulings.steps import lock_ruling, page_changed
from rulings.steps import save_next as save_next_ruling

LONGEST = 300


@operation
def ask_withdrawal(
    *, step: MeasureStep, reason: str, actor: Actor, at: datetime, with_act: bool = False
) -> StepWithdrawal:
    """Ask that nobody be shown the words of an entry any more: they harm somebody, as private data do.

    `with_act`: nor the words that name the act and provision that did it, which the measure itself holds. Nothing changes
    until a second person agrees. Returns what waits. Raises OperationError beside `reason` or `with_act`, NotAllowed,
    WrongState where it was asked already.
    """
    if not may(actor, "measure.withdraw", at):
        raise NotAllowed()
    measure = lock_measure(measure=step.measure, version=None)
    told = " ".join(reason.split())
    if not told or len(told) > LONGEST:
        raise OperationError(_("Say why, in at most 300 characters. Everyone will read it."), field="reason")
    if tells_iin(told):
        raise OperationError(_("An individual identification number is never published."), field="reason")
    if StepWithdrawal.objects.filter(step=step).exists():
        raise WrongState(_("This was asked for already."))
    if with_act and not measure.resulting_words:
        raise OperationError(_("The measure names no act in words."), field="with_act")
    if not (has_words(step) or with_act):
        raise WrongState(_("This entry has no words that could be withdrawn."))
    asked = StepWithdrawal.objects.create(
        step=step, reason=told, with_act=with_act, asked_by=actor.signed_in, asked_at=at
    )
    note(measure, "measure.withdrawal_asked", asked, actor=actor, at=at)
    return asked


def has_words(step: MeasureStep) -> bool:
    """Say whether anything of an entry is shown beside its stage and its day."""
    return bool(step.note_kk or step.note_ru or step.note_en or step.source or step.document_id)


@operation
def decide_withdrawal(*, withdrawal: StepWithdrawal, agrees: bool, actor: Actor, at: datetime) -> StepWithdrawal | None:
    """Decide, as the second person, on words that wait to be withdrawn; whoever asked may only take it back.

    Agreed, they are shown nowhere from this moment on: pages, tables and interfaces read them no more, the files of open
    data that hold them are removed and made anew. The entry stays as it was entered, sealed; the body whose words they
    were is told with the reason. Returns the withdrawal, None where the words stay.

    Raises NotAllowed, WrongState where it does not wait any more.
    """
    if not may(actor, "measure.withdraw", at):
        raise NotAllowed()
    measure = lock_measure(measure=withdrawal.step.measure, version=None)
    ruling = lock_ruling(ruling=measure.ruling)
    locked = StepWithdrawal.objects.filter(pk=withdrawal.pk, decided_at=None).first()
    if locked is None:
        raise WrongState(_("This was decided meanwhile."))
    if not agrees:
        note(measure, "measure.words_stay", locked, actor=actor, at=at)
        locked.delete()
        return None
    if locked.asked_by_id == actor.signed_in.pk:
        raise WrongState(_("Another person must agree: words are withdrawn by two."), code="same_person")
    locked.decided_by, locked.decided_at = actor.signed_in, at
    locked.act_words = measure.resulting_words if locked.with_act else ""
    locked.save(update_fields=["decided_by", "decided_at", "act_words"])
    save_next(measure, **({"resulting_words": ""} if locked.with_act else {}))
    # The version tells whoever reads a part of the open data at this moment that the ruling changed.
    save_next_ruling(ruling)
    withdraw_open_data(ruling=ruling, actor=actor, at=at)
    page_changed(rulings=[ruling.pk], at=at)
    note(measure, "measure.words_withdrawn", locked, actor=actor, at=at)
    tell_of_withdrawal(withdrawal=locked, measure=measure, at=at)
    return locked


def note(measure: Measure, event: str, withdrawal: StepWithdrawal, *, actor: Actor, at: datetime) -> None:
    """Record what happened, without any words."""
    body = {"withdrawal": str(withdrawal.public_id)}
    record(subject=measure.subject, event=event, actor=actor, at=at, body=body)
