from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from rulings import access
from rulings.models import Mending, MendingKind, MendingOutcome, Ruling, RulingState
from rulings.publication.anonymity import Question, questions_of
from rulings.publication.personal import PersonalKind, tells_iin
from rulings.steps import lock_ruling, save_next

LONGEST = 200


@operation
def anonymise(
    *, ruling: Ruling, decided: Mapping[str, str | None], actor: Actor, at: datetime, version: int | None = None
) -> Ruling:
    """Write down, for what may be about private persons in a signed ruling, what is shown instead; None: it stays.

    `decided` has the words as `questions_of` tells them; what it leaves out stays undecided. Returns the ruling.
    Raises OperationError with the number of the question beside which it stands (“found3”), NotAllowed, StaleVersion,
    WrongState once it is published.
    """
    locked = lock_ruling(ruling=ruling, version=version)
    if not access.may(actor, "ruling.publish", locked, at):
        raise NotAllowed()
    if locked.state != RulingState.SIGNED:
        raise WrongState(_("This is decided between signing and publication."))
    for number, question in enumerate(questions_of(locked)):
        if question.words in decided:
            write(locked, question, decided[question.words], field=f"found{number}", actor=actor, at=at)
    save_next(locked)
    record(subject=locked.subject, event="ruling.anonymised", actor=actor, at=at, body={"version": locked.version})
    return locked


def write(ruling: Ruling, question: Question, instead: str | None, *, field: str, actor: Actor, at: datetime) -> None:
    """Write one decision in the place of an earlier one about the same words."""
    words = None if instead is None else " ".join(instead.split())
    if question.kind == PersonalKind.IIN if words is None else tells_iin(words):
        raise OperationError(_("An individual identification number is never published."), field=field)
    if words is not None and (not words or len(words) > LONGEST or question.words.casefold() in words.casefold()):
        raise OperationError(_("Write what shall be shown instead, at most 200 characters."), field=field)
    Mending.objects.update_or_create(
        ruling=ruling,
        kind=MendingKind.ANONYMISATION,
        passage=question.words,
        defaults={
            "instead": words or "",
            "outcome": MendingOutcome.STAYS if words is None else MendingOutcome.DONE,
            "asked_by": actor.account,
            "asked_at": at,
        },
    )
