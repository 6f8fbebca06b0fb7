"""The Court answers what a body asked about a measure."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from courtcase.register.operations import record
from rulings.execution.operations.name_bodies import give_to
from rulings.execution.operations.take_step import lock_measure, save_next
from rulings.execution.telling import tell_body
from rulings.models import AskingKind, Measure, MeasureAsking
from rulings.steps import page_changed

SHORTEST = 10


@operation
def answer_asking(
    *, asking: MeasureAsking, granted: bool | None, words: str, actor: Actor, at: datetime
) -> MeasureAsking:
    """Answer for the Court; a later day or another body takes effect at once, and who asked is told.

    What the law says of the term stays as it is: no rule we know lets the six months be prolonged. The first day stays
    beside the one that was granted. A question is answered in words alone (`granted` None). Returns what was answered.
    Raises OperationError beside `granted` or `words`, NotAllowed, WrongState.
    """
    if not may(actor, "measure.confirm", at):
        raise NotAllowed()
    measure = lock_measure(measure=asking.measure, version=None)
    found = MeasureAsking.objects.select_related("institution", "to").get(pk=asking.pk)
    if found.answered_at is not None:
        raise WrongState(_("It was answered already."))
    is_question = found.kind == AskingKind.QUESTION
    if granted is None and not is_question:
        raise OperationError(_("Say whether it is granted."), field="granted")
    if (is_question or not granted) and len(words.strip()) < SHORTEST:
        raise OperationError(_("Write the answer, or the reason."), field="words")
    if granted and not is_question:
        require_still_so(measure=measure, asked=found)
    found.granted = None if is_question else granted
    found.answer, found.answered_by, found.answered_at = words.strip(), actor.signed_in, at
    found.save(update_fields=["granted", "answer", "answered_by", "answered_at"])
    if found.granted:
        grant(measure=measure, asked=found)
    facts = {"asking": str(found.public_id), "granted": found.granted, "version": measure.version}
    record(subject=measure.subject, event="measure.answered", actor=actor, at=at, body=facts, content=words.encode())
    tell_body(measure=measure, institution=found.institution_id, event="measure.answered", key=str(found.pk), at=at)
    if found.granted and found.to_id is not None:
        tell_body(measure=measure, institution=found.to_id, event="measure.handed_on", key=str(found.pk), at=at)
    page_changed(rulings=[measure.ruling_id], at=at)
    return found


def require_still_so(*, measure: Measure, asked: MeasureAsking) -> None:
    """Raise WrongState where another body answers by now, or the day that was asked for is not later any more."""
    if asked.institution_id != measure.answerable_id:
        raise WrongState(_("Another body answers for this measure by now."))
    if asked.until is not None and (measure.due_on is None or asked.until <= measure.due_on):
        raise WrongState(_("The term ends later than that by now."))


def grant(*, measure: Measure, asked: MeasureAsking) -> None:
    """Give a locked measure the later day or the other body that was asked for."""
    if asked.kind == AskingKind.PROLONG:
        save_next(measure, first_due_on=measure.first_due_on or measure.due_on, due_on=asked.until)
    elif asked.to is not None:
        give_to(measure=measure, institution=asked.to)
